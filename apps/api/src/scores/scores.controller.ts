import { isWeek, nextWeek, previousWeek, startOfWeek, weekOf, type Week } from '@hearback/domain';
import { Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { strict } from '../platform/parameters.js';
import { Problem } from '../platform/problem.js';
import { CHANNELS } from './outbox/message.js';
import { ProjectionBehind } from './publishing/caught-up.js';
import type { PublishedWeek } from './publishing/publish-week.command.js';
import { ScoreSchedule } from './publishing/score-schedule.js';
import {
  ComposeMessage,
  GetScoreHistory,
  GetScoreOfWeek,
  type ComposedMessage,
  type ScoreHistory,
  type ScoreOfWeek,
} from './score-of-week.query.js';

/** Events are of no other years. */
const isWithinTime = (week: string): boolean => week >= '1990-W01' && week < '2200-W01';
const week = z
  .string()
  .refine((text) => isWeek(text) && isWithinTime(text), 'must be an ISO week that exists, like 2026-W47');
const publishParameters = strict({ week: week.optional() });
const messageParameters = strict({
  channel: z.enum(CHANNELS, `must be any of ${CHANNELS.join(', ')}`).default('mail'),
});

@ApiTags('scores')
@Controller('api/v1')
export class ScoresController {
  constructor(
    private readonly queries: QueryBus,
    private readonly schedule: ScoreSchedule,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  @Post('scores/publish')
  @ApiOperation({
    summary:
      'Publish a finished week (the last one, if none is named) now; what was published before stays as it is',
  })
  @ApiOkResponse({ description: 'The teams that were published now, and those that had been before' })
  async publish(
    @Query({ schema: publishParameters }) parameters: z.infer<typeof publishParameters>,
  ): Promise<PublishedWeek> {
    const last = previousWeek(weekOf(this.clock().getTime(), this.organisation.timeZone));
    const wanted = this.#finished(parameters.week ?? last);
    return this.schedule.publish(wanted).catch((error: unknown) => {
      if (error instanceof ProjectionBehind) throw new Problem(503, 'Not caught up', error.message);
      throw error;
    });
  }

  @Get('scores/:team')
  @ApiOperation({
    summary: 'What a team was told week by week, the latest first, with what was revised since',
  })
  @ApiParam({ name: 'team', type: String })
  @ApiOkResponse({ description: 'Published weeks; none where nothing was published' })
  history(@Param('team') team: string): Promise<ScoreHistory> {
    return this.queries.execute(new GetScoreHistory(team));
  }

  @Get('scores/:team/:week')
  @ApiOperation({ summary: "A team's score of a finished week: as published, as revised, and its reasons" })
  @ApiParam({ name: 'team', type: String })
  @ApiParam({ name: 'week', type: String, example: '2026-W47' })
  @ApiOkResponse({ description: 'Published with its revision; unpublished, as it is known now' })
  async score(@Param('team') team: string, @Param('week') named: string): Promise<ScoreOfWeek> {
    const found = await this.queries.execute(new GetScoreOfWeek(team, this.#finished(named)));
    return found ?? nothing(team, named);
  }

  @Get('scores/:team/:week/message')
  @ApiOperation({
    summary: 'The message about it as a channel gets it; a preview where nothing is published',
  })
  @ApiParam({ name: 'team', type: String })
  @ApiParam({ name: 'week', type: String, example: '2026-W47' })
  @ApiOkResponse({ description: 'The content, and whether it is a preview' })
  async message(
    @Param('team') team: string,
    @Param('week') named: string,
    @Query({ schema: messageParameters }) { channel }: z.infer<typeof messageParameters>,
  ): Promise<ComposedMessage> {
    const found = await this.queries.execute(new ComposeMessage(team, this.#finished(named), channel));
    return found ?? nothing(team, named);
  }

  @Get('digests/:week/message')
  @ApiOperation({
    summary: 'The message about all teams as a channel gets it; a preview where nothing is published',
  })
  @ApiParam({ name: 'week', type: String, example: '2026-W47' })
  @ApiOkResponse({ description: 'The content, and whether it is a preview' })
  async digest(
    @Param('week') named: string,
    @Query({ schema: messageParameters }) { channel }: z.infer<typeof messageParameters>,
  ): Promise<ComposedMessage> {
    const found = await this.queries.execute(new ComposeMessage(undefined, this.#finished(named), channel));
    return found ?? nothing('any team', named);
  }

  /** @throws Problem 400 for what is no week, or not over */
  #finished(named: string): Week {
    const parsed = week.safeParse(named);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Problem(400, 'Invalid parameters', `week: ${issue?.message}`);
    }
    const end = startOfWeek(nextWeek(parsed.data), this.organisation.timeZone);
    if (this.clock().getTime() >= end) return parsed.data;
    const detail = `week: ${named} is not over; it ends at ${new Date(end).toISOString()}`;
    throw new Problem(400, 'Invalid parameters', detail);
  }
}

function nothing(team: string, named: string): never {
  const detail = `There were no interviews of ${team} in the four weeks up to ${named}, and nobody waits; there is no score.`;
  throw new Problem(404, 'No score', detail);
}
