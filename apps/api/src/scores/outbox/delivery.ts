import { Logger } from '@nestjs/common';
import type { Clock } from '../../platform/clock.js';
import type { Transports } from '../transports/transports.js';
import { begun, concluded, interrupted, pauseAfter, queuedAgain } from './attempts.js';
import type { Message } from './message.js';
import type { Outbox } from './outbox.js';

const LOOK_EVERY_MS = 1_000;
/** Mails under way at once; every other receiver gets its messages one after the other. */
const MAILS_AT_ONCE = 4;

/** The messages of one receiver. Receivers don't wait for each other. */
interface Lane {
  running: Promise<void>;
  isRunning: boolean;
  /** Milliseconds since the epoch. */
  pausedUntil: number;
  failures: number;
}

/** Sends what the outbox holds: recorded before, marked after, tried again until it is taken, refused or three days old. */
export class Delivery {
  readonly #logger = new Logger('scores');
  readonly #lanes = new Map<string, Lane>();
  /** All that is neither sent nor given up, by id. */
  readonly #waiting = new Map<string, Message>();
  /** Ids of those that a lane has taken. */
  readonly #underWay = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly transports: Transports,
    private readonly clock: Clock,
  ) {}

  /** Takes up what an earlier process left behind. */
  async recover(): Promise<void> {
    for (const message of [...this.outbox.all()]) {
      if (message.status === 'queued') this.#waiting.set(message.id, message);
      if (message.status !== 'sending') continue;
      const again = interrupted(message, this.clock());
      await this.outbox.put(again);
      this.#waiting.set(again.id, again);
      this.#logger.warn(
        `The message ${again.id} to ${again.channel} may arrive twice: ${again.history.at(-1)?.detail}`,
      );
    }
  }

  start(): void {
    this.#timer = setInterval(() => this.#begin(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Ends after the messages that are on their way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await Promise.allSettled([...this.#lanes.values()].map(({ running }) => running));
    this.transports.close();
  }

  /** To be called after messages were put into the outbox. */
  add(messages: readonly Message[]): void {
    for (const message of messages) if (message.status === 'queued') this.#waiting.set(message.id, message);
  }

  /**
   * Sends a message again, whatever became of it, under the same id.
   * @returns `undefined` where it is on its way at this moment
   */
  async sendAgain(message: Message): Promise<Message | undefined> {
    // Marked as queued until a lane has written down that it took it: two would send it at once.
    if (message.status === 'sending' || this.#underWay.has(message.id)) return undefined;
    const again = queuedAgain(message, this.clock());
    // And none takes it while this is written down.
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    try {
      await this.outbox.put(again);
    } catch (error) {
      if (waiting !== undefined) this.#waiting.set(message.id, waiting);
      throw error;
    }
    this.#waiting.set(again.id, again);
    const lane = this.#lanes.get(laneOf(again));
    if (lane !== undefined) Object.assign(lane, { pausedUntil: 0, failures: 0 });
    return again;
  }

  /** Sends all that is due now; resolves once every attempt has come to its end. */
  async sendDue(): Promise<void> {
    this.#begin();
    await Promise.allSettled([...this.#lanes.values()].map(({ running }) => running));
  }

  #begin(): void {
    if (this.#isStopping) return;
    const now = this.clock().getTime();
    const due = new Set([...this.#waiting.values()].filter((message) => isDue(message, now)).map(laneOf));
    for (const name of due) {
      const lane = this.#lanes.get(name) ?? {
        running: Promise.resolve(),
        isRunning: false,
        pausedUntil: 0,
        failures: 0,
      };
      this.#lanes.set(name, lane);
      if (lane.isRunning || lane.pausedUntil > now) continue;
      lane.isRunning = true;
      lane.running = this.#run(name, lane)
        // What can't be written down is not sent; it is tried again at the next look.
        .catch((error: unknown) => this.#logger.error(`Messages can't be sent: ${(error as Error).message}`))
        .finally(() => (lane.isRunning = false));
    }
  }

  async #run(name: string, lane: Lane): Promise<void> {
    const works = Array.from({ length: name === 'mail' ? MAILS_AT_ONCE : 1 }, async () => {
      for (;;) {
        const now = this.clock().getTime();
        if (this.#isStopping || lane.pausedUntil > now) return;
        const next = this.#nextOf(name, now);
        if (next === undefined) return;
        // Nobody else takes it meanwhile.
        this.#waiting.delete(next.id);
        await this.#attempt(next, lane);
      }
    });
    const ended = await Promise.allSettled(works);
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
  }

  /** What was tried least first, of that the earlier weeks: one that never gets through must not hold up the rest. */
  #nextOf(lane: string, now: number): Message | undefined {
    let first: Message | undefined;
    for (const message of this.#waiting.values()) {
      if (laneOf(message) !== lane || !isDue(message, now)) continue;
      if (first === undefined || isBefore(message, first)) first = message;
    }
    return first;
  }

  async #attempt(message: Message, lane: Lane): Promise<void> {
    const onItsWay = begun(message);
    let hasLeft = false;
    this.#underWay.add(message.id);
    try {
      const content = this.outbox.contentOf(message);
      await this.outbox.put(onItsWay);
      hasLeft = true;
      const outcome = await this.transports.send(onItsWay, content, this.clock());
      const now = this.clock();
      if (outcome.is !== 'retry' || !outcome.away) lane.failures = 0;
      else if (lane.pausedUntil <= now.getTime()) {
        // Several that were under way together fail once.
        lane.failures += 1;
        lane.pausedUntil = now.getTime() + pauseAfter(lane.failures, outcome.afterMs);
      }
      const after = concluded(onItsWay, outcome, now);
      await this.outbox.put(after);
      if (after.status === 'queued') this.#waiting.set(after.id, after);
      this.#tell(after);
    } catch (error) {
      // Not marked: where it had begun it may have arrived. It is tried again in a while, under its id.
      const nextAt = new Date(this.clock().getTime() + pauseAfter(1)).toISOString();
      const again = hasLeft ? { ...onItsWay, mayRepeat: true } : message;
      this.#waiting.set(message.id, { ...again, status: 'queued', nextAt });
      throw error;
    } finally {
      this.#underWay.delete(message.id);
    }
  }

  #tell({ id, status, channel, history }: Message): void {
    const detail = history.at(-1)?.detail ?? '';
    if (status === 'sent') this.#logger.debug(`message ${id} to ${channel} sent: ${detail}`);
    else if (status === 'queued') this.#logger.warn(`message ${id} to ${channel} is tried again: ${detail}`);
    else
      this.#logger.error(`message ${id} to ${channel} ${status}: ${detail}. See: hearback scores messages`);
  }
}

function isDue({ nextAt }: Message, now: number): boolean {
  return Date.parse(nextAt) <= now;
}

function isBefore(a: Message, b: Message): boolean {
  return a.attempts === b.attempts ? a.week < b.week : a.attempts < b.attempts;
}

function laneOf({ channel, to }: Message): string {
  return channel === 'mail' ? 'mail' : `${channel} ${to}`;
}
