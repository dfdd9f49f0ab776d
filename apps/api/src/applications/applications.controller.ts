import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { instantOf, instantParameters, type InstantParameters } from '../metrics/metric-request.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import type { Application } from './application.js';
import { GetApplication } from './get-application.query.js';

@ApiTags('applications')
@Controller('api/v1/applications')
export class ApplicationsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':id')
  @ApiOperation({ summary: 'One application: its state, what is owed, and every event with what it changed' })
  @ApiOkResponse({ description: 'As of the instant asked about; empty lists before its first event' })
  async application(
    @Param('id') id: string,
    @Query({ schema: instantParameters }) parameters: InstantParameters,
  ): Promise<Application> {
    const asOf = instantOf(parameters.asOf, this.clock());
    const application = await this.queries.execute(new GetApplication(id, asOf));
    if (application !== undefined) return application;
    throw new Problem(404, 'Unknown application', `No event was ever recorded of an application "${id}".`);
  }
}
