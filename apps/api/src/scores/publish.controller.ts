import { previousWeek, weekOf } from '@hearback/domain';
import { Controller, Inject, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { strict } from '../platform/parameters.js';
import { Problem } from '../platform/problem.js';
import { finishedWeek, week } from './finished-week.js';
import { ProjectionBehind } from './publishing/caught-up.js';
import type { PublishedWeek } from './publishing/publish-week.command.js';
import { ScoreSchedule } from './publishing/score-schedule.js';

const publishParameters = strict({ week: week.optional() });

/** Publishing by hand: a matter of the schedule, so that by hand and by the clock don't cross. */
@ApiTags('scores')
@Controller('api/v1/scores/publish')
export class PublishController {
  constructor(
    private readonly schedule: ScoreSchedule,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  @Post()
  @ApiOperation({
    summary:
      'Publish a finished week (the last one, if none is named) now; what was published before stays as it is',
  })
  @ApiCreatedResponse({ description: 'The teams that were published now, and those that had been before' })
  async publish(
    @Query({ schema: publishParameters }) parameters: z.infer<typeof publishParameters>,
  ): Promise<PublishedWeek> {
    const now = this.clock().getTime();
    const last = previousWeek(weekOf(now, this.organisation.timeZone));
    const wanted = finishedWeek(parameters.week ?? last, now, this.organisation);
    return this.schedule.publish(wanted).catch((error: unknown) => {
      if (error instanceof ProjectionBehind) throw new Problem(503, 'Not caught up', error.message);
      throw error;
    });
  }
}
