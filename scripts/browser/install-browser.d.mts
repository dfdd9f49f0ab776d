/** The path of a Chromium, or `undefined`. */
export function findBrowser(): string | undefined;

/** Installs one where that can be done. Throws an Error that says how to get one otherwise. */
export function installBrowser(): Promise<void>;
