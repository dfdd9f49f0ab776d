const KEY = 'hearback.reloaded';

/** This page in this build: another build has other names for its files. */
const here = (): string => `${import.meta.url} ${window.location.pathname}`;

/** Whether the document would come: reloading while it does not would end at the browser's own error page. */
export async function isServed(): Promise<boolean> {
  try {
    return (await fetch(window.location.href, { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/** A page that a reload did not mend must not be loaded without end. Where nothing can be kept, nobody knows. */
export function hasReloaded(): boolean {
  try {
    return sessionStorage.getItem(KEY) === here();
  } catch {
    return true;
  }
}

export function reload(): void {
  try {
    sessionStorage.setItem(KEY, here());
  } catch {
    // By hand only, then.
  }
  window.location.reload();
}
