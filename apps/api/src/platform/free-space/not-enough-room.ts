import { formatBytes } from './bytes.js';

/** What needs free space. */
export const needs = ['figures', 'events'] as const;
export type Need = (typeof needs)[number];

const WHAT: Readonly<Record<Need, string>> = {
  figures: 'Figures and SQL are not answered and events are not brought into the store',
  events: 'No events are taken',
};

/**
 * Less is free on the file system of the data directory than is held in reserve. It passes as soon as somebody frees space:
 * callers answer 503.
 */
export class NotEnoughRoom extends Error {
  override readonly name = 'NotEnoughRoom';
  /** For clients: without the path of the directory. */
  readonly detail: string;

  constructor(
    readonly need: Need,
    readonly directory: string,
    readonly freeBytes: number,
    readonly neededBytes: number,
  ) {
    super(explained(need, directory, freeBytes, neededBytes));
    this.detail = explained(need, 'the data directory (HEARBACK_DATA)', freeBytes, neededBytes);
  }
}

function explained(need: Need, directory: string, free: number, needed: number): string {
  return (
    `${WHAT[need]}: the file system of ${directory} has ${formatBytes(free)} free, and ${formatBytes(needed)} are needed ` +
    `(see HEARBACK_RESERVE). Free space there; it goes on by itself.`
  );
}
