import { Module, type DynamicModule } from '@nestjs/common';
import { ListJobsHandler } from './list-jobs.handler.js';
import { ListTeamsHandler } from './list-teams.handler.js';
import { GetOrganisationOverviewHandler } from './organisation-overview.handler.js';
import { GetTeamHealthHandler } from './team-health.handler.js';
import { OverviewController } from './overview.controller.js';

@Module({
  controllers: [OverviewController],
  providers: [GetOrganisationOverviewHandler, GetTeamHealthHandler, ListTeamsHandler, ListJobsHandler],
})
export class OverviewModule {
  /** For a process that answers nobody, and asks for the names of teams itself. */
  static withoutRoutes(): DynamicModule {
    return { module: TeamNamesModule, providers: [ListTeamsHandler] };
  }
}

@Module({})
class TeamNamesModule {}
