import type { ClickHouseClient } from '@clickhouse/client';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CLICKHOUSE_ENDPOINT, CLICKHOUSE_UNGATED } from '../../clickhouse/clickhouse.token.js';
import type { ClickHouseEndpoint } from '../../clickhouse/endpoint.js';
import { Gate } from '../../clickhouse/gate.js';
import { Store } from '../../clickhouse/store.js';
import { EVENT_LOG } from '../../event-log/event-log.token.js';
import type { EventLog, PartitionSpan } from '../../event-log/event-log.js';
import { ROLES_HERE, type Roles } from '../../platform/roles.js';
import { missingFrom } from '../../rebuild/missing-events.js';
import { isUnderWay } from '../../rebuild/rebuild-state.js';
import { latestRebuild } from '../../rebuild/rebuild-states.js';
import { Generation } from '../generation.js';
import { groupOf } from '../group.js';
import { LIVE } from '../tables.js';
import { checkStore, type CountedPrefix, type Problems } from './check-store.js';
import { fromMetadata, toMetadata } from './projected-counts.js';
import { refill } from './refill.js';
import { adoptStored, storedCounts } from './stored-counts.js';

/**
 * Whether the store has all the rows that were brought into it. Until that is known, and while it has not, its figures
 * are withheld: a table that has lost a part answers as if the rest were all.
 */
@Injectable()
export class StoreIntegrity implements OnModuleInit {
  readonly #logger = new Logger(StoreIntegrity.name);

  constructor(
    private readonly store: Store,
    private readonly gate: Gate,
    private readonly generation: Generation,
    @Inject(CLICKHOUSE_UNGATED) private readonly clickHouse: ClickHouseClient,
    @Inject(CLICKHOUSE_ENDPOINT) private readonly endpoint: ClickHouseEndpoint,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(ROLES_HERE) private readonly roles: Roles,
  ) {}

  onModuleInit(): void {
    this.beginCheck();
  }

  /** Withholds figures until {@link verify} has found the store complete. */
  beginCheck(): void {
    const detail = 'The analytics store is being compared with the event log.';
    this.store.withhold({ state: 'checking', detail });
  }

  /**
   * Compares, and lets figures be asked for where all rows are there. An embedded store that lacks any is emptied, to
   * be filled again by the projector. To be called while the projector of this process does nothing.
   *
   * @throws whatever keeps it from comparing: a store or a log that is away
   */
  async verify(): Promise<void> {
    // No swap of tables meanwhile.
    const problems = await this.gate.pass(() => this.#compare());
    if (problems === undefined) return;
    const told = problems.join('; ');
    const cause = await this.#whyNotRefilled();
    if (cause === undefined) {
      this.#logger.error(`Rows are missing from the store, which is filled again from the log: ${told}`);
      const spans = await this.#spans();
      this.generation.adopt(await refill(this.clickHouse, this.log, spans, this.generation.foldOptions));
      await this.#compare();
      return;
    }
    const detail = `Rows are missing from the analytics store, so no figures are given. ${told}. ${cause}`;
    if (this.store.withheld?.detail !== detail) this.#logger.error(detail);
    this.store.withhold({ state: 'incomplete', detail });
  }

  /** How far a store that is being filled again has come; `undefined` when there is nothing left to wait for. */
  async filling(): Promise<{ readonly done: bigint; readonly total: bigint } | undefined> {
    return fillingOf(await this.#spans());
  }

  /** @returns what is missing; `undefined`: nothing, and figures may be asked for once the store is filled */
  async #compare(): Promise<Problems | undefined> {
    const spans = await this.#spans();
    const problems = await checkStore(this.clickHouse, await this.#counted(spans), {
      parts: this.endpoint.isShared !== true,
      isAlone: this.endpoint.isShared !== true,
    });
    if (problems.length > 0) return problems;
    const filling = fillingOf(spans);
    if (filling === undefined) this.store.withhold(undefined);
    else this.tellFilling(filling);
    return undefined;
  }

  tellFilling({ done, total }: { readonly done: bigint; readonly total: bigint }): void {
    const detail = `Rows were missing from the analytics store, and it is being filled again from the event log: ${done} of ${total} records so far. No figures are given until it is done.`;
    this.store.withhold({ state: 'rebuilding', detail });
  }

  async #spans(): Promise<readonly PartitionSpan[]> {
    const generation = this.roles.has('projector')
      ? await this.generation.name()
      : await this.generation.inForce();
    return generation === undefined ? [] : this.log.spans(groupOf(generation));
  }

  async #counted(spans: readonly PartitionSpan[]): Promise<CountedPrefix[]> {
    const counted = spans.map((span) => ({ ...span, counts: fromMetadata(span.metadata) }));
    const unknown = counted.filter(({ counts }) => counts === undefined);
    // A process that projects nothing leaves it to those that do.
    if (unknown.length > 0 && this.roles.has('projector')) await this.#adopt(unknown, counted);
    return counted.flatMap(({ counts, ...span }) => (counts === undefined ? [] : [{ ...span, counts }]));
  }

  async #adopt(
    unknown: readonly PartitionSpan[],
    counted: { partition: number; counts: CountedPrefix['counts'] | undefined }[],
  ): Promise<void> {
    const adopted = await adoptStored(this.clickHouse, LIVE, unknown);
    for (const each of counted) each.counts ??= adopted.get(each.partition);
    const begun = unknown.filter(({ position }) => position > 0n);
    // A group that other processes are in can't be moved; whoever projects the next batch keeps the counts.
    if (begun.length === 0 || this.endpoint.isShared === true) return;
    await this.log.moveTo(
      groupOf(await this.generation.name()),
      new Map(begun.map(({ partition, position }) => [partition, position])),
      new Map([...adopted].map(([partition, counts]) => [partition, toMetadata(counts)])),
    );
  }

  /** Why this process does not fill the store again by itself, and what to do; `undefined` where it does. */
  async #whyNotRefilled(): Promise<string | undefined> {
    const command = 'Fill it again: hearback rebuild';
    if (this.endpoint.isShared === true || !this.roles.has('projector'))
      return `${command} (a store on a server is not emptied without being asked to).`;
    const latest = await latestRebuild(this.clickHouse).catch(() => undefined);
    if (latest !== undefined && isUnderWay(latest.state))
      return 'A rebuild is under way: hearback rebuild follows it.';
    const spans = await this.#spans();
    if (spans.some(({ first }) => first > 0n))
      return `The event log no longer has its beginning, so not all of it would come back. ${command} --from events keeps what the store has, hearback rebuild --accept-missing lets the rest go.`;
    // Tables that can't be read can't say what they have; then the log is all there is.
    const surplus = await this.#surplus(spans).catch(() => 0);
    if (surplus > 0)
      return `The store has ${surplus} events that the log did not bring into it. ${command} (it asks before it lets them go), or hearback rebuild --from events.`;
    return undefined;
  }

  /** Events of the store that filling it again would not bring back. */
  async #surplus(spans: readonly PartitionSpan[]): Promise<number> {
    const { events } = await missingFrom(this.clickHouse, () => Promise.resolve(spans));
    const counted = await this.#counted(spans);
    const stored = await storedCounts(this.clickHouse, LIVE, counted);
    const more = counted.map(
      ({ partition, counts }) => (stored.get(partition)?.events.count ?? 0) - counts.events.count,
    );
    return more.reduce((sum, n) => sum + Math.max(0, n), events);
  }
}

function fillingOf(spans: readonly PartitionSpan[]): { done: bigint; total: bigint } | undefined {
  let [done, total] = [0n, 0n];
  for (const { position, metadata } of spans) {
    const until = fromMetadata(metadata)?.fillingUntil;
    if (until === undefined || position >= until) continue;
    done += position;
    total += until;
  }
  return total === 0n ? undefined : { done, total };
}
