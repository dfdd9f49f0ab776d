import { businessClock } from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import {
  allowedBusinessDays,
  calendarOf,
  DUE_KINDS,
  ORGANISATION,
  type Organisation,
} from '../platform/organisation.js';
import { PLACE_IN_TIME } from './held-at.js';
import { ListTeams, type DueBusinessDays, type Team } from './list-teams.query.js';
import { ownValue } from '../platform/own-value.js';

@QueryHandler(ListTeams)
export class ListTeamsHandler implements IQueryHandler<ListTeams> {
  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  async execute(): Promise<{ readonly teams: readonly Team[] }> {
    // The name that came with the latest interview, where the configuration has none.
    const seen = await this.store.rows<Pick<Team, 'team' | 'name'>>(
      `SELECT team_id AS team, ifNull(argMaxIf(team_name, ${PLACE_IN_TIME}, team_name != ''), '') AS name
       FROM interviews GROUP BY team_id ORDER BY team_id`,
    );
    const names = new Map(seen.map(({ team, name }) => [team, name === '' ? team : name]));
    for (const [team, { name }] of Object.entries(this.organisation.teams)) {
      names.set(team, name ?? names.get(team) ?? team);
    }
    return { teams: [...names].map(([team, name]) => ({ team, name, ...this.#dueTimes(team) })) };
  }

  #dueTimes(team: string): Omit<Team, 'team' | 'name'> {
    const { organisation } = this;
    const of = (stage?: string): DueBusinessDays =>
      Object.fromEntries(
        DUE_KINDS.flatMap((kind) => {
          const days = allowedBusinessDays(organisation, kind, team, stage);
          return days === undefined ? [] : [[kind, days]];
        }),
      );
    const stages = this.#stagesOf(team);
    return {
      dueBusinessDays: of(),
      businessDayHours: businessClock(calendarOf(organisation, team)).daySeconds / 3600,
      ...(stages.length === 0
        ? {}
        : { stages: Object.fromEntries(stages.map((stage) => [stage, of(stage)])) }),
    };
  }

  /** The stages in which something falls due otherwise than elsewhere in the team. */
  #stagesOf(team: string): string[] {
    // Ids come from events: `constructor` is no team, unless the file says so.
    const stages = ownValue(this.organisation.teams, team)?.dueBusinessDays?.stages ?? {};
    return Object.entries(stages).flatMap(([stage, days]) => (Object.keys(days).length > 0 ? [stage] : []));
  }
}
