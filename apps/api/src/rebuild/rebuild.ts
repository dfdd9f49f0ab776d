import { randomBytes, randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { CLICKHOUSE_UNGATED } from '../clickhouse/clickhouse.token.js';
import { asOutage, StoreUnavailable } from '../clickhouse/errors.js';
import { Gate } from '../clickhouse/gate.js';
import { Store } from '../clickhouse/store.js';
import { pause } from '../event-log/back-off.js';
import { messageOf } from '../event-log/errors.js';
import type { EventLog } from '../event-log/event-log.js';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { Problem } from '../platform/problem.js';
import { Generation } from '../projection/generation.js';
import { Projector } from '../projection/projector.js';
import { ReadModelMoved } from '../projection/read-model-moved.event.js';
import { missingFrom, tellMissing } from './missing-events.js';
import { Progress } from './progress.js';
import type { RebuildParts } from './rebuild-run.js';
import { isOpen, isUnderWay, type RebuildState, type RebuildView, type Source } from './rebuild-state.js';
import { RebuildWorker } from './rebuild-worker.js';
import { freshTables, GONE_AFTER_S, keepRebuild, keptTables, latestRebuild } from './rebuild-states.js';
import { dropTables } from './swap.js';

const LOOK_EVERY_MS = 10_000;

/** The one rebuild that may be under way, and who works on it. */
@Injectable()
export class Rebuild implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(Rebuild.name);
  readonly #owner = randomUUID();
  readonly #parts: RebuildParts;
  readonly #leaving = new AbortController();
  #worker: RebuildWorker | undefined;
  #isDeciding = false;

  constructor(
    private readonly store: Store,
    @Inject(CLICKHOUSE_UNGATED) private readonly clickHouse: ClickHouseClient,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(ORGANISATION) organisation: Organisation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    gate: Gate,
    pseudonyms: Pseudonyms,
    private readonly generation: Generation,
    private readonly projector: Projector,
    private readonly signals: EventBus,
  ) {
    this.#parts = { clickHouse, gate, log, organisation, pseudonyms, generation, projector };
  }

  onApplicationBootstrap(): void {
    this.#takeUp().catch((error: unknown) => {
      if (!this.#leaving.signal.aborted) this.#logger.error(`A rebuild can't go on: ${messageOf(error)}`);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#leaving.abort();
    await this.#worker?.stop();
  }

  /**
   * Begins one, or goes on with the one that was held or has failed.
   * @throws Problem 409 where one is under way, or events would be missing and that was not accepted
   */
  begin(source: Source | undefined, acceptMissing: boolean): Promise<RebuildView> {
    return this.#deciding(async () => {
      const latest = (await this.#latest())?.state;
      if (latest !== undefined && isUnderWay(latest)) throw underWay(latest);
      if (latest !== undefined && isOpen(latest)) await this.#goOnWith(latest, source, acceptMissing);
      else await this.#beginNew(source ?? 'log', acceptMissing);
      return this.view();
    });
  }

  /** @throws Problem 409 where there is nothing to throw away, or it is too late */
  abandon(): Promise<RebuildView> {
    return this.#deciding(async () => {
      const found = await this.#latest();
      if (found === undefined || !isOpen(found.state)) {
        throw new Problem(409, 'No rebuild', 'No rebuild is under way: there is nothing to abandon.');
      }
      const latest = found.state;
      if (latest.phase === 'swapping' || latest.stoppedIn === 'swapping') {
        const detail =
          'Its tables are being swapped: it can only go on. Ask how far it is: hearback rebuild.';
        throw new Problem(409, 'Too late', detail);
      }
      if (this.#worker?.isRunning !== true && isUnderWay(latest) && this.#isSomebodyElses(found)) {
        const detail = 'Another process of Hearback works on it: ask that one, or stop it first.';
        throw new Problem(409, 'Not here', detail);
      }
      await this.#worker?.stop();
      // The swap may have begun before it was told to stop.
      const now = (await this.#latest())?.state ?? latest;
      if (now.phase === 'done' || now.phase === 'swapping') {
        if (now.phase === 'swapping') await this.#work(now);
        throw new Problem(409, 'Too late', 'The tables were swapped before the rebuild could be stopped.');
      }
      await this.#throwAway(latest);
      return this.view();
    });
  }

  async view(): Promise<RebuildView> {
    const worker = this.#worker?.isRunning === true ? this.#worker : undefined;
    const state = worker?.state ?? (await this.#latest())?.state;
    if (state === undefined) return { phase: 'none' };
    const { phase, generation, source, startedAt, endedAt, problem, missing, comparison } = state;
    const progress = await (worker?.progress ?? new Progress(this.log)).of(state);
    return {
      ...{ phase, generation, source, startedAt, missing },
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(progress ?? {}),
      ...(problem === undefined ? {} : { problem }),
      ...(comparison === undefined ? {} : { comparison }),
    };
  }

  /** What a process that is gone has left unfinished; of other processes that live, only once they are gone. */
  async #takeUp(): Promise<void> {
    await this.store.ready();
    while (!this.#leaving.signal.aborted) {
      const latest = await this.#latest();
      if (latest === undefined || !isUnderWay(latest.state) || this.#worker?.isRunning === true) return;
      if (!this.#isSomebodyElses(latest)) {
        this.#logger.log(`A rebuild that was interrupted while ${latest.state.phase} goes on`);
        return this.#deciding(() => this.#goOnWith(latest.state, undefined, false));
      }
      await pause(LOOK_EVERY_MS, this.#leaving.signal);
    }
  }

  /** An embedded store has one process; a server may have several, of which each notes that it is there. */
  #isSomebodyElses({ state, ageSeconds }: { state: RebuildState; ageSeconds: number }): boolean {
    const mayBe = this.environment.clickHouseUrl !== undefined && state.owner !== this.#owner;
    return mayBe && ageSeconds < GONE_AFTER_S;
  }

  async #latest(): Promise<{ state: RebuildState; ageSeconds: number } | undefined> {
    // Not by what readiness asks, which waits two seconds: a store that is busy answers later than that.
    if (!this.store.hasSchema) throw new StoreUnavailable('nothing is known of a rebuild');
    return latestRebuild(this.clickHouse).catch((error: unknown) => {
      throw asOutage(error);
    });
  }

  async #beginNew(source: Source, acceptMissing: boolean): Promise<void> {
    const group = await this.projector.group();
    const missing = await missingFrom(this.clickHouse, () => this.log.spans(group));
    const loss = source === 'log' ? tellMissing(missing) : undefined;
    if (loss !== undefined && !acceptMissing) {
      throw new Problem(409, 'Events would be missing', loss, { missing });
    }
    const state: RebuildState = {
      generation: `g${randomBytes(4).toString('hex')}`,
      source,
      acceptMissing,
      phase: source === 'log' ? 'replaying' : 'copying',
      foldOptions: this.generation.foldOptions,
      schema: await this.#schema(),
      startedAt: new Date().toISOString(),
      missing,
      owner: this.#owner,
    };
    await this.#work(state);
  }

  async #goOnWith(state: RebuildState, source: Source | undefined, acceptMissing: boolean): Promise<void> {
    if (source !== undefined && source !== state.source) {
      throw new Problem(
        409,
        'Another rebuild is open',
        `A rebuild from ${state.source} is ${state.phase}. Go on with it (without --from), or abandon it first: hearback rebuild --abandon.`,
      );
    }
    const { problem: _problem, stoppedIn, ...rest } = state;
    if (
      state.phase !== 'swapping' &&
      stoppedIn !== 'swapping' &&
      (state.foldOptions !== this.generation.foldOptions || state.schema !== (await this.#schema()))
    ) {
      this.#logger.log('The configuration or the schema has changed since it began: it begins anew');
      await this.#throwAway(state);
      return this.#beginNew(state.source, acceptMissing || state.acceptMissing);
    }
    const phase = state.phase === 'held' ? 'replaying' : (stoppedIn ?? state.phase);
    const accepted = acceptMissing || state.acceptMissing;
    await this.#work({ ...rest, phase, acceptMissing: accepted, owner: this.#owner });
  }

  async #throwAway(state: RebuildState): Promise<void> {
    await dropTables(this.clickHouse, freshTables(state.generation));
    await dropTables(this.clickHouse, keptTables(state.generation));
    const abandoned = { ...state, phase: 'abandoned' as const, endedAt: new Date().toISOString() };
    await keepRebuild(this.clickHouse, abandoned);
  }

  async #work(state: RebuildState): Promise<void> {
    this.#worker = new RebuildWorker(this.#parts, state, () => {
      this.signals.publish(new ReadModelMoved());
      void this.projector.verify();
    });
    await this.#worker.start();
  }

  async #schema(): Promise<number> {
    // Not through the store, which gives nothing while rows are missing: that is what a rebuild is for.
    const query = 'SELECT max(number) AS n FROM schema_migrations';
    const result = await this.clickHouse.query({ query, format: 'JSONEachRow' });
    return (await result.json<{ n: number }>())[0]?.n ?? 0;
  }

  async #deciding<T>(decide: () => Promise<T>): Promise<T> {
    if (this.#isDeciding) {
      throw new Problem(409, 'Already rebuilding', 'A rebuild is being started or stopped at this moment.');
    }
    this.#isDeciding = true;
    try {
      return await decide();
    } finally {
      this.#isDeciding = false;
    }
  }
}

function underWay({ source, phase, startedAt }: RebuildState): Problem {
  return new Problem(
    409,
    'Already rebuilding',
    `A rebuild from ${source} has been under way since ${startedAt} (${phase}); there can be one at a time. Follow it (hearback rebuild), or abandon it (hearback rebuild --abandon).`,
  );
}
