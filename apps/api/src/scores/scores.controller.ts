import type { Week } from '@hearback/domain';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { strict } from '../platform/parameters.js';
import { Problem } from '../platform/problem.js';
import { finishedWeek, WEEK_IN_PATH } from './finished-week.js';
import { CHANNELS } from './outbox/message.js';
import {
  ComposeMessage,
  GetScoreHistory,
  GetScoreOfWeek,
  type ComposedMessage,
  type ScoreHistory,
  type ScoreOfWeek,
} from './score-of-week.query.js';

const messageParameters = strict({
  channel: z.enum(CHANNELS, `must be any of ${CHANNELS.join(', ')}`).default('mail'),
});

@ApiTags('scores')
@Controller('api/v1')
export class ScoresController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  @Get('scores/:team')
  @ApiOperation({
    summary: 'What a team was told week by week, the latest first, with what was revised since',
  })
  @ApiParam({ name: 'team', type: String })
  @ApiOkResponse({ description: 'Published weeks; none where nothing was published' })
  history(@Param('team') team: string): Promise<ScoreHistory> {
    return this.queries.execute(new GetScoreHistory(team));
  }

  /** POST of this path publishes, and a path has the methods of its own routes only. */
  @Get('scores/publish')
  @ApiOperation({ summary: 'The same of a team whose id is `publish`' })
  @ApiOkResponse({ description: 'Published weeks; none where nothing was published' })
  historyOfPublish(): Promise<ScoreHistory> {
    return this.history('publish');
  }

  @Get('scores/:team/:week')
  @ApiOperation({ summary: "A team's score of a finished week: as published, as revised, and its reasons" })
  @ApiParam({ name: 'team', type: String })
  @ApiParam(WEEK_IN_PATH)
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
  @ApiParam(WEEK_IN_PATH)
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
  @ApiParam(WEEK_IN_PATH)
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
    return finishedWeek(named, this.clock().getTime(), this.organisation);
  }
}

function nothing(team: string, named: string): never {
  const detail = `There were no interviews of ${team} in the four weeks up to ${named}, and nobody waits; there is no score.`;
  throw new Problem(404, 'No score', detail);
}
