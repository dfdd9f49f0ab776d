import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { instantOf, instantParameters, type InstantParameters } from '../metrics/metric-request.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { ListJobs, ListTeams, type Job, type Team } from './list-teams.query.js';
import { GetOrganisationOverview, type OrganisationOverview } from './organisation-overview.query.js';
import { GetTeamHealth, type TeamHealth } from './team-health.query.js';

@ApiTags('overview')
@Controller('api/v1')
export class OverviewController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('organisation')
  @ApiOperation({ summary: 'Zone, stages, what the store holds, and whether it is sample data' })
  @ApiOkResponse({ description: 'The organisation' })
  organisation(): Promise<OrganisationOverview> {
    return this.queries.execute(new GetOrganisationOverview());
  }

  @Get('teams')
  @ApiOperation({ summary: 'The teams' })
  @ApiOkResponse({ description: 'Ids, names and due times' })
  teams(): Promise<{ readonly teams: readonly Team[] }> {
    return this.queries.execute(new ListTeams());
  }

  @Get('jobs')
  @ApiOperation({ summary: 'The jobs' })
  @ApiOkResponse({ description: 'Ids and titles' })
  jobs(): Promise<{ readonly jobs: readonly Job[] }> {
    return this.queries.execute(new ListJobs());
  }

  @Get('teams/:id/health')
  @ApiOperation({ summary: 'The health of one team with the parts it is made of' })
  @ApiOkResponse({ description: 'As of the instant asked about; no row where there is no data' })
  async health(
    @Param('id') id: string,
    @Query({ schema: instantParameters }) parameters: InstantParameters,
  ): Promise<TeamHealth> {
    const health = await this.queries.execute(
      new GetTeamHealth(id, instantOf(parameters.asOf, this.clock())),
    );
    if (health !== undefined) return health;
    throw new Problem(404, 'Unknown team', `There is no team "${id}"; GET /api/v1/teams lists them.`);
  }
}
