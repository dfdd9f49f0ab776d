import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListTeams, type Team } from './list-teams.query.js';
import { GetOrganisationOverview, type OrganisationOverview } from './organisation-overview.query.js';

@ApiTags('overview')
@Controller('api/v1')
export class OverviewController {
  constructor(private readonly queries: QueryBus) {}

  @Get('organisation')
  @ApiOperation({ summary: 'Zone, stages, what the store holds, and whether it is sample data' })
  @ApiOkResponse({ description: 'The organisation' })
  organisation(): Promise<OrganisationOverview> {
    return this.queries.execute(new GetOrganisationOverview());
  }

  @Get('teams')
  @ApiOperation({ summary: 'The teams' })
  @ApiOkResponse({ description: 'Ids and names' })
  teams(): Promise<{ readonly teams: readonly Team[] }> {
    return this.queries.execute(new ListTeams());
  }
}
