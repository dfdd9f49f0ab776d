import { Module } from '@nestjs/common';
import { ListTeamsHandler } from './list-teams.handler.js';
import { GetOrganisationOverviewHandler } from './organisation-overview.handler.js';
import { OverviewController } from './overview.controller.js';

@Module({ controllers: [OverviewController], providers: [GetOrganisationOverviewHandler, ListTeamsHandler] })
export class OverviewModule {}
