import { createHash } from 'node:crypto';
import {
  nextWeek,
  previousWeek,
  SCORES_SOURCE,
  scorePublished,
  startOfWeek,
  type Week,
} from '@hearback/domain';
import { Inject, Logger } from '@nestjs/common';
import { CommandBus, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import { Store } from '../../clickhouse/store.js';
import { RecordEvents } from '../../ingestion/record-events.command.js';
import { ListTeams } from '../../overview/list-teams.query.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ORGANISATION, type Organisation } from '../../platform/organisation.js';
import { Projector } from '../../projection/projector.js';
import { Outbox } from '../outbox/outbox.js';
import { weekReport } from '../week/week-report.js';
import { caughtUp } from './caught-up.js';
import { PublishedScores } from './published-scores.js';
import { PublishWeek, WeekNotOver, type PublishedWeek } from './publish-week.command.js';
import { plainName } from '../messages/plain-name.js';
import { simulatedTeams } from './simulated-teams.js';

/** As an event's may be. */
const LONGEST_ID = 200;
const BATCH = 200;

@CommandHandler(PublishWeek)
export class PublishWeekHandler implements ICommandHandler<PublishWeek> {
  readonly #logger = new Logger('scores');

  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly projector: Projector,
    private readonly publications: PublishedScores,
    private readonly outbox: Outbox,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async execute({ week, signal }: PublishWeek): Promise<PublishedWeek> {
    if (this.clock().getTime() < startOfWeek(nextWeek(week), this.organisation.timeZone))
      throw new WeekNotOver(week);
    const waiting = signal === undefined ? {} : { signal };
    await caughtUp(this.projector, waiting);
    const before = (await this.publications.ofWeek(week)).map(({ data }) => data.teamId);
    const messages = await this.#messages(week, new Set(before));
    const published: string[] = [];
    for (let start = 0; start < messages.length; start += BATCH) {
      const batch = messages.slice(start, start + BATCH);
      const results = await this.commands.execute(
        new RecordEvents(
          batch.map(({ value }) => ({ value })),
          'scores',
          { isOwn: true },
        ),
      );
      for (const [index, result] of results.entries()) {
        const { team } = batch[index]!;
        if (result.status !== 'rejected') (result.status === 'recorded' ? published : before).push(team);
        // Another instance was faster.
        else if (result.reason === 'conflict') before.push(team);
        // One team's fault must not keep the others waiting; every look at the week tells of it again.
        else
          this.#logger.error(
            `The score of ${team} in ${week} is refused: ${JSON.stringify(result.problems)}`,
          );
      }
    }
    // Whoever asks for the scores next finds them.
    await caughtUp(this.projector, waiting);
    return { week, ...(await this.#told(week, published, before)) };
  }

  /** What was appended here stands only where no other instance was faster. */
  async #told(
    week: Week,
    appended: readonly string[],
    before: readonly string[],
  ): Promise<Pick<PublishedWeek, 'published' | 'before'>> {
    const own = (await this.publications.ofWeek(week)).filter(
      ({ data }) => data.publisher === this.outbox.instance,
    );
    const standing = new Set(own.map(({ data }) => data.teamId));
    return {
      published: appended.filter((team) => standing.has(team)),
      before: [...before, ...appended.filter((team) => !standing.has(team))].sort(),
    };
  }

  async #messages(week: Week, told: ReadonlySet<string>): Promise<{ team: string; value: unknown }[]> {
    const report = await weekReport(week, { store: this.store, organisation: this.organisation });
    const { teams } = await this.queries.execute(new ListTeams());
    const names = new Map(teams.map(({ team, name }) => [team, name]));
    const simulated = await simulatedTeams(this.store);
    const time = this.clock().toISOString();
    const toldBefore = new Map(
      (await this.publications.ofWeek(previousWeek(week))).map(({ data }) => [data.teamId, data.score]),
    );
    return report
      .filter(({ teamId }) => !told.has(teamId))
      .map((data) => ({
        team: data.teamId,
        value: {
          specversion: '1.0',
          id: publicationId(week, data.teamId),
          source: SCORES_SOURCE,
          type: scorePublished.type,
          time,
          data: {
            ...data,
            ...revisedBefore(data.before, toldBefore.get(data.teamId)),
            teamName: plainName(names.get(data.teamId) ?? data.teamId),
            simulated: simulated.has(data.teamId),
            publisher: this.outbox.instance,
          },
        },
      }));
  }
}

/** The same for every instance, and of no two teams: cut off, long ids that begin alike would be one. */
function publicationId(week: Week, team: string): string {
  const id = `${week}/${team}`;
  return id.length <= LONGEST_ID ? id : `${week}/${createHash('sha256').update(team).digest('hex')}`;
}

/** What the team was told of the week before, where that is not what the change is measured from. */
function revisedBefore(
  now: number | undefined,
  told: number | null | undefined,
): { readonly beforeTold?: number } {
  if (now === undefined || typeof told !== 'number' || now.toFixed(1) === told.toFixed(1)) return {};
  return { beforeTold: told };
}
