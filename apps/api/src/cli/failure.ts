/** The command could not be done; the message says why and what to do. */
export class Failure extends Error {}

/** The command was called in a way that can't work. */
export class WrongUse extends Error {}
