/** Injection token of the process's one {@link EventLog}. */
export const EVENT_LOG = Symbol('event-log');
