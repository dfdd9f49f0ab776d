import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { problemOf } from '../../platform/problem.filter.js';
import type { DeadLetterFilter } from '../selection.js';
import { ChosenLetters } from './chosen-letters.js';
import { InterruptedRuns } from './interrupted-runs.js';
import { countsOf, type ReplayCounts, type ReplayResult, type ReplayRun } from './replay-run.js';
import { Resend, type LetterToSend } from './resend.js';

/** Which dead letters to send again. */
export type Choice = { readonly ids: readonly string[] } | { readonly filter: DeadLetterFilter };

/** So many are answered at once; more go on in the background. */
export const ANSWERED_AT_ONCE = 200;
/** So many results of a run are held; further ones are only counted here, and stand with each dead letter. */
const MOST_RESULTS = 20_000;
const PAGE = 500;
const REMEMBERED = 20;

interface Running {
  readonly id: string;
  readonly dryRun: boolean;
  readonly total: number;
  readonly startedAt: string;
  state: 'running' | 'done' | 'failed';
  counts: ReplayCounts;
  readonly results: ReplayResult[];
  finishedAt?: string;
  error?: string;
  finished: Promise<void>;
}

/** Sends dead letters again: some, or all of a filter, as a run whose progress can be asked for. */
@Injectable()
export class Replays implements BeforeApplicationShutdown {
  readonly #logger = new Logger('dead-letters');
  readonly #runs = new Map<string, Running>();
  #isStopping = false;

  constructor(
    private readonly chosen: ChosenLetters,
    private readonly resend: Resend,
    private readonly interrupted: InterruptedRuns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#runs.values()].map(({ finished }) => finished));
  }

  /**
   * Of few, resolves when all is done; of many, once it is under way.
   * @throws of few, when the log or the store is away
   */
  async start(choice: Choice, dryRun: boolean): Promise<ReplayRun> {
    const total = 'ids' in choice ? choice.ids.length : await this.chosen.count(choice.filter);
    const batches = 'ids' in choice ? this.chosen.byIds(choice.ids) : this.chosen.byFilter(choice.filter);
    const run = this.#begin(total, dryRun);
    if (total <= ANSWERED_AT_ONCE) {
      await this.#work(run, batches);
      return shown(run, 0, Infinity);
    }
    this.#runs.set(run.id, run);
    this.#forgetOldest();
    run.finished = this.#work(run, batches).catch((error: unknown) => {
      run.state = 'failed';
      run.finishedAt = this.clock().toISOString();
      run.error = `${error instanceof Stopped ? error.message : problemOf(error).detail} Running it again is harmless.`;
      this.#logger.warn(`Replay ${run.id} ended after ${sum(run.counts)} of ${total}: ${run.error}`);
    });
    return shown(run, 0, 0);
  }

  /** Sends a message that was mended by hand in place of a dead letter. */
  async sendMended(letter: LetterToSend, dryRun: boolean): Promise<ReplayResult> {
    const [result] = await this.resend.send([letter], { run: randomUUID(), dryRun, mended: true });
    return result!;
  }

  /** `undefined`: no such run, or one that is forgotten. */
  async find(id: string, from: number): Promise<ReplayRun | undefined> {
    const run = this.#runs.get(id);
    return run === undefined ? this.interrupted.find(id, from, PAGE) : shown(run, from, PAGE);
  }

  #begin(total: number, dryRun: boolean): Running {
    return {
      id: randomUUID(),
      dryRun,
      total,
      startedAt: this.clock().toISOString(),
      state: 'running',
      counts: countsOf([]),
      results: [],
      finished: Promise.resolve(),
    };
  }

  async #work(run: Running, batches: AsyncGenerator<readonly LetterToSend[]>): Promise<void> {
    const sending = { run: run.id, dryRun: run.dryRun, mended: false };
    for await (const letters of batches) {
      if (this.#isStopping) throw new Stopped();
      // What has come in since it began is none of it: else it would go on for as long as more comes in.
      const left = run.total - sum(run.counts);
      const results = await this.resend.send(letters.slice(0, left), sending);
      run.counts = plus(run.counts, countsOf(results));
      run.results.push(...results.slice(0, Math.max(0, MOST_RESULTS - run.results.length)));
      if (left <= letters.length) break;
    }
    run.state = 'done';
    run.finishedAt = this.clock().toISOString();
  }

  #forgetOldest(): void {
    let tooMany = this.#runs.size - REMEMBERED;
    for (const [id, { state }] of this.#runs) {
      if (tooMany <= 0) return;
      if (state === 'running') continue;
      tooMany -= 1;
      this.#runs.delete(id);
    }
  }
}

class Stopped extends Error {
  constructor() {
    super('The service was stopped in the middle.');
  }
}

function shown(run: Running, from: number, limit: number): ReplayRun {
  const { id, state, dryRun, total, counts, startedAt, finishedAt, error } = run;
  const results = run.results.slice(from, from + limit);
  const next = from + results.length;
  return {
    id,
    state,
    dryRun,
    total,
    done: sum(counts),
    counts,
    startedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    ...(error !== undefined && { error }),
    results,
    ...(next < run.results.length && { next }),
  };
}

function sum({ recorded, duplicate, rejected, notKept }: ReplayCounts): number {
  return recorded + duplicate + rejected + notKept;
}

function plus(a: ReplayCounts, b: ReplayCounts): ReplayCounts {
  return {
    recorded: a.recorded + b.recorded,
    duplicate: a.duplicate + b.duplicate,
    rejected: a.rejected + b.rejected,
    notKept: a.notKept + b.notKept,
  };
}
