import { Inject, Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Clock, CLOCK } from '../platform/clock.js';
import { mapInSlices } from '../platform/slices.js';
import { type EventIdentity, identityKey } from './event-identity.js';

/** Which events the store holds already. */
export interface KnownEvents {
  /** The content hash (see `contentHash`) of each identity that is known, by its `identityKey`. */
  contentOf(identities: readonly EventIdentity[]): Promise<ReadonlyMap<string, string>>;
}

/** Injection token of the {@link KnownEvents}. */
export const KNOWN_EVENTS = Symbol('known-events');

const REMEMBERED = 100_000;
const ANSWER_WITHIN_MS = 2_000;
const ASK_AGAIN_AFTER_MS = 5_000;

/**
 * What the door knows of earlier events: those recorded lately from memory, which the store may not show yet, all
 * others from the store.
 *
 * The store's absence never keeps an event out: then a repeated event is told `recorded` and kept twice, which
 * the fold makes harmless.
 */
@Injectable()
export class EventMemory {
  readonly #logger = new Logger('ingestion');
  readonly #recent = new LRUCache<string, string>({ max: REMEMBERED });
  #askAgainAt = 0;

  constructor(
    @Inject(KNOWN_EVENTS) private readonly store: KnownEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Content hashes of those identities that are known, by `identityKey`. Never throws. */
  async contentOf(identities: readonly EventIdentity[]): Promise<ReadonlyMap<string, string>> {
    const known = new Map<string, string>();
    const unknown = new Map<string, EventIdentity>();
    const keys = await mapInSlices(identities, identityKey);
    for (const [index, identity] of identities.entries()) {
      const key = keys[index]!;
      const content = this.#recent.get(key);
      if (content === undefined) unknown.set(key, identity);
      else known.set(key, content);
    }
    for (const [key, content] of await this.#ask([...unknown.values()])) {
      known.set(key, content);
      this.#recent.set(key, content);
    }
    return known;
  }

  /** To be called once the event is durable, not before: what is remembered is answered `duplicate`. */
  remember(key: string, content: string): void {
    this.#recent.set(key, content);
  }

  async #ask(identities: readonly EventIdentity[]): Promise<ReadonlyMap<string, string>> {
    const now = this.clock().getTime();
    // During an outage not every batch waits for the time-out of its own.
    if (identities.length === 0 || now < this.#askAgainAt) return new Map();
    try {
      return await within(ANSWER_WITHIN_MS, this.store.contentOf(identities));
    } catch (error) {
      this.#askAgainAt = now + ASK_AGAIN_AFTER_MS;
      this.#logger.warn(
        `The store doesn't say which events it knows (${String(error)}); ` +
          `repeated events are told "recorded" until it does.`,
      );
      return new Map();
    }
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
