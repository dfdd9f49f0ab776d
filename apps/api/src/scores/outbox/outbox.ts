import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OnApplicationShutdown } from '@nestjs/common';
import { isWeek, type Week } from '@hearback/domain';
import { open, type Database, type RootDatabase } from 'lmdb';
import { commitReason } from '../../event-log/embedded/commit-reason.js';
import { checkRoom, hasRoom } from '../../event-log/embedded/disk-room.js';
import { contentSchema, messageSchema, type Content, type Message, type Status } from './message.js';

/** Nothing can be sent that can't be written down before. */
export class OutboxUnavailable extends Error {
  override readonly name = 'OutboxUnavailable';
}

/** Every message, recorded before it is sent and marked after; and which weeks were closed here. One process at a time. */
export class Outbox implements OnApplicationShutdown {
  /** Names this instance for good: it delivers what it published. */
  readonly instance: string;
  readonly #file: string;
  readonly #root: RootDatabase;
  readonly #meta: Database<string, string>;
  /** `<week> <id>` -> message. */
  readonly #messages: Database<unknown, string>;
  readonly #contents: Database<unknown, string>;
  /** Id of a message -> its week. */
  readonly #weeks: Database<string, string>;
  /** What has been queued, whether or not anybody was to get it. */
  readonly #queued: Database<boolean, string>;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#file = join(directory, 'outbox.mdb');
    checkRoom(this.#file);
    // TRICKY: with `overlappingSync`, LMDB's default, a write resolves before it is on the disk.
    this.#root = open({ path: this.#file, noSubdir: true, overlappingSync: false, maxDbs: 5 });
    this.#meta = this.#root.openDB({ name: 'meta', encoding: 'string' });
    this.#messages = this.#root.openDB({ name: 'messages', encoding: 'json' });
    this.#contents = this.#root.openDB({ name: 'contents', encoding: 'json' });
    this.#weeks = this.#root.openDB({ name: 'weeks', encoding: 'string' });
    this.#queued = this.#root.openDB({ name: 'queued', encoding: 'json' });
    const known = this.#meta.get('instance');
    this.instance = known ?? randomUUID();
    if (known === undefined) this.#meta.putSync('instance', this.instance);
  }

  /** The last week that was closed here. */
  closedWeek(): Week | undefined {
    const week = this.#meta.get('closed');
    return week !== undefined && isWeek(week) ? week : undefined;
  }

  async markClosed(week: Week): Promise<void> {
    await this.#write(() => void this.#meta.put('closed', week));
  }

  isQueued(what: string): boolean {
    return this.#queued.get(what) === true;
  }

  /**
   * Records messages with their contents, all or none, and that this was done; does nothing where it was before.
   * @param what names what they are about: a team's week, or a digest
   */
  async enqueue(
    what: string,
    messages: readonly { readonly message: Message; readonly content: Content }[],
  ): Promise<void> {
    await this.#write(() => {
      if (this.#queued.get(what) === true) return;
      for (const { message, content } of messages) {
        void this.#messages.put(keyOf(message), message);
        void this.#contents.put(keyOf(message), content);
        void this.#weeks.put(message.id, message.week);
      }
      void this.#queued.put(what, true);
    });
  }

  /** Replaces a message by what became of it. Resolves once that is on the disk. */
  async put(message: Message): Promise<void> {
    await this.#write(() => void this.#messages.put(keyOf(message), message));
  }

  contentOf(message: Message): Content {
    return contentSchema.parse(this.#contents.get(keyOf(message)));
  }

  find(id: string): Message | undefined {
    this.#root.resetReadTxn();
    const week = this.#weeks.get(id);
    return week === undefined ? undefined : messageSchema.parse(this.#messages.get(keyOf({ week, id })));
  }

  /** The latest week first; of one week in order of their ids. */
  *all(week?: Week): Generator<Message> {
    this.#root.resetReadTxn();
    const range = week === undefined ? { reverse: true } : { start: `${week} `, end: `${week}!` };
    for (const { value } of this.#messages.getRange(range)) yield messageSchema.parse(value);
  }

  /** How many messages there are by status. */
  counts(): ReadonlyMap<Status, number> {
    this.#root.resetReadTxn();
    const counts = new Map<Status, number>();
    for (const { value } of this.#messages.getRange()) {
      const { status } = value as Pick<Message, 'status'>;
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    return counts;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#root.close();
  }

  async #write(action: () => void): Promise<void> {
    if (!hasRoom(this.#file))
      throw new OutboxUnavailable(`The disk of ${this.#file} is full. Free space on its file system.`);
    try {
      await this.#root.transaction(action);
    } catch (error) {
      const { message } = await commitReason(error);
      throw new OutboxUnavailable(`${this.#file} can't be written: ${message}`, { cause: error });
    }
  }
}

/** In order of weeks. */
function keyOf({ week, id }: Pick<Message, 'week' | 'id'>): string {
  return `${week} ${id}`;
}
