/** What happened to a message, for people; the code stands beside it. */
const WORDS: ReadonlyMap<string, { readonly what: string; readonly advice: string }> = new Map(
  Object.entries({
    'not-json': { what: 'It is not JSON', advice: 'Look at how the sender writes its messages.' },
    'not-cloudevent': {
      what: 'It is not a CloudEvent',
      advice: 'One of the fields around the data is missing or wrong: id, source, type or time.',
    },
    'unknown-type': {
      what: 'Its type is not known',
      advice: 'It is not in the event catalogue; perhaps it is misspelt, or meant for somebody else.',
    },
    'unsupported-version': {
      what: 'This version of its type is not known',
      advice: 'The catalogue has the type in another version.',
    },
    'invalid-data': {
      what: 'Its data is incomplete or wrong',
      advice: 'A field is missing, or holds what it may not.',
    },
    'time-out-of-range': {
      what: 'Its time cannot be right',
      advice: 'It lies in the future, or before 1990: look at the sender’s clock and at how it writes times.',
    },
    conflict: {
      what: 'Its id is taken by another event',
      advice: 'The same source had sent the same id with other content before; the first one counts.',
    },
    'too-large': { what: 'It is too large', advice: 'An event has at most 1 MiB.' },
    reserved: {
      what: 'Only Hearback itself may send it',
      advice:
        'Candidates are erased and merged by requests of their own, and scores are published by Hearback.',
    },
  }),
);

/** Those that are known here. */
export const knownReasons = [...WORDS.keys()];

/** By which door a message came, for people. */
export function wordsOfOrigin(origin: string): string {
  if (origin === 'http') return 'the HTTP API';
  if (origin === 'log') return 'a program that wrote to the log';
  return origin.startsWith('import:') ? `an import (${origin.slice('import:'.length)})` : origin;
}

export interface ReasonWords {
  readonly what: string;
  readonly advice: string | undefined;
}

/** A reason in plain words; one that is not known here is told by its code. */
export function wordsOfReason(reason: string): ReasonWords {
  return WORDS.get(reason) ?? { what: `Rejected: ${reason}`, advice: undefined };
}
