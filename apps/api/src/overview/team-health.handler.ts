import { QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { GetMetric } from '../metrics/get-metric.query.js';
import { ListTeams } from './list-teams.query.js';
import { GetTeamHealth, type TeamHealth } from './team-health.query.js';

@QueryHandler(GetTeamHealth)
export class GetTeamHealthHandler implements IQueryHandler<GetTeamHealth> {
  constructor(private readonly queries: QueryBus) {}

  async execute({ team, asOf }: GetTeamHealth): Promise<TeamHealth | undefined> {
    const { teams } = await this.queries.execute(new ListTeams());
    const known = teams.find((each) => each.team === team);
    if (known === undefined) return undefined;
    const request = { filter: { team: [team] }, by: ['team'], clock: 'business', asOf } as const;
    const {
      metric,
      version,
      unit,
      asOf: at,
      configuration,
      rows,
    } = await this.queries.execute(new GetMetric('health', request));
    return {
      team,
      name: known.name,
      metric,
      version,
      unit,
      asOf: at,
      ...(configuration === undefined ? {} : { configuration }),
      row: rows[0] ?? null,
    };
  }
}
