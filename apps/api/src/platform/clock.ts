/** What "now" is, given from outside so that tests can fix it. */
export type Clock = () => Date;

/** Injection token of the process's {@link Clock}. */
export const CLOCK = Symbol('clock');

export const systemClock: Clock = () => new Date();
