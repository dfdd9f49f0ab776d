import { PEOPLE_SOURCE, scorePublished } from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { fromDateTime64 } from '../clickhouse/client.js';
import { Store } from '../clickhouse/store.js';
import { lastFinishedWeek } from '../metrics/score/score-window.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { SAMPLE } from '../sample/sample.js';
import { SIMULATED_SOURCE_PREFIX } from '../simulation/simulated-source.js';
import {
  GetOrganisationOverview,
  type OrganisationOverview,
  type SampleData,
  type SimulatedData,
} from './organisation-overview.query.js';

interface EventsRow {
  readonly count: number;
  readonly first_at: string;
  readonly last_at: string;
  readonly sample_last_at: string;
  readonly sample_count: number;
  readonly simulated_count: number;
  readonly simulated_first_at: string;
  readonly simulated_last_at: string;
}

@QueryHandler(GetOrganisationOverview)
export class GetOrganisationOverviewHandler implements IQueryHandler<GetOrganisationOverview> {
  constructor(
    private readonly store: Store,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async execute(): Promise<OrganisationOverview> {
    const { publishAt, simulated } = this.organisation.scores;
    const [events, stages] = await Promise.all([this.#events(), this.#stages()]);
    const { count } = events;
    return {
      timeZone: this.organisation.timeZone,
      now: this.clock().toISOString(),
      lastFinishedWeek: lastFinishedWeek(this.clock().getTime(), this.organisation.timeZone),
      stages,
      events: {
        count,
        firstAt: count === 0 ? null : fromDateTime64(events.first_at),
        lastAt: count === 0 ? null : fromDateTime64(events.last_at),
      },
      minimumGroup: this.organisation.minimumGroup,
      horizons: this.organisation.horizons,
      dueBusinessDays: this.organisation.dueBusinessDays,
      health: this.organisation.health,
      // Not who gets them: addresses are nobody's figure.
      scores: { publishAt, simulated },
      sampleData: events.sample_count === 0 ? null : this.#sample(fromDateTime64(events.sample_last_at)),
      simulatedData: events.simulated_count === 0 ? null : this.#simulated(events),
    };
  }

  /** What Hearback published itself, or was told of candidates in it, is none of what came in: it would pass for news of the hiring, or for real data. */
  async #events(): Promise<EventsRow> {
    const rows = await this.store.rows<EventsRow>(
      `SELECT count() AS count, min(time) AS first_at, max(time) AS last_at,
        countIf(source = {sample:String}) AS sample_count, maxIf(time, source = {sample:String}) AS sample_last_at,
        countIf(startsWith(source, {simulated:String})) AS simulated_count,
        minIf(time, startsWith(source, {simulated:String})) AS simulated_first_at,
        maxIf(time, startsWith(source, {simulated:String})) AS simulated_last_at
       FROM stored_events FINAL WHERE type != {own:String} AND source != {people:String}`,
      {
        own: scorePublished.type,
        people: PEOPLE_SOURCE,
        sample: SAMPLE.source,
        simulated: SIMULATED_SOURCE_PREFIX,
      },
    );
    const [row] = rows;
    if (row === undefined) throw new Error('an aggregate without GROUP BY has one row');
    return row;
  }

  /** By the mean place of a stage among those of an application, in the order of their ends. */
  async #stages(): Promise<readonly string[]> {
    const seen = await this.store.rows<{ stage: string }>(
      `SELECT stage FROM (
        SELECT arrayDistinct(arraySort(groupArray((coalesce(ended_at, starts_at), stage))).2) AS stages
        FROM stored_interviews FINAL WHERE stage != 'unassigned' GROUP BY application_id)
       ARRAY JOIN stages AS stage, arrayEnumerate(stages) AS place
       GROUP BY stage ORDER BY avg(place), stage`,
    );
    const configured = this.organisation.stages ?? [];
    return [...configured, ...seen.map(({ stage }) => stage).filter((stage) => !configured.includes(stage))];
  }

  #sample(asOf: string): SampleData {
    return {
      title: SAMPLE.title,
      source: SAMPLE.authors,
      licence: SAMPLE.licence,
      asOf,
      remove: this.#startOver(),
    };
  }

  #simulated(events: EventsRow): SimulatedData {
    const { kafkaBrokers, clickHouseUrl } = this.environment;
    const isOwn = kafkaBrokers === undefined && clickHouseUrl === undefined;
    return {
      events: events.simulated_count,
      firstAt: fromDateTime64(events.simulated_first_at),
      lastAt: fromDateTime64(events.simulated_last_at),
      remove: isOwn
        ? this.#startOver()
        : `Start Hearback on another topic, database and folder: events are never taken out of a log`,
    };
  }

  #startOver(): string {
    return `Stop Hearback, delete the folder ${this.environment.dataDirectory}, and start again with: npm start -- --empty`;
  }
}
