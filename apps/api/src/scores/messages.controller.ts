import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';
import { strict } from '../platform/parameters.js';
import { Problem } from '../platform/problem.js';
import { week } from './finished-week.js';
import { Delivery } from './outbox/delivery.js';
import { STATUSES, type Content, type Message } from './outbox/message.js';
import { Outbox } from './outbox/outbox.js';

const status = z.enum(STATUSES, `must be any of ${STATUSES.join(', ')}`);
const listParameters = strict({
  week: week.optional(),
  team: z.string().max(300).optional(),
  status: status.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
const resendParameters = strict({ status: z.enum(['refused', 'given-up'], 'must be refused or given-up') });

export interface MessageList {
  readonly total: number;
  readonly messages: readonly Message[];
}

@ApiTags('scores')
@Controller('api/v1/messages')
export class MessagesController {
  constructor(
    private readonly outbox: Outbox,
    private readonly delivery: Delivery,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The messages about weekly scores and what became of each, the latest week first',
  })
  @ApiOkResponse({ description: 'So many of them, with the number of all that match' })
  list(@Query({ schema: listParameters }) parameters: z.infer<typeof listParameters>): MessageList {
    const { week, team, limit } = parameters;
    const messages: Message[] = [];
    let total = 0;
    for (const message of this.outbox.all(week)) {
      if (parameters.status !== undefined && message.status !== parameters.status) continue;
      if (team !== undefined && !(message.about.kind === 'score' && message.about.team === team)) continue;
      total += 1;
      if (messages.length < limit) messages.push(message);
    }
    return { total, messages };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One message, with its content as it was sent' })
  @ApiParam({ name: 'id', type: String })
  @ApiOkResponse({ description: 'The message, its attempts and its content' })
  one(@Param('id') id: string): { readonly message: Message; readonly content: Content } {
    const message = this.#existing(id);
    return { message, content: this.outbox.contentOf(message) };
  }

  @Post(':id/send')
  @ApiOperation({ summary: 'Send a message again, whatever became of it; its id stays the same' })
  @ApiParam({ name: 'id', type: String })
  @ApiCreatedResponse({ description: 'The message, queued' })
  @ApiConflictResponse({ description: 'It is being sent at this moment' })
  async send(@Param('id') id: string): Promise<Message> {
    const again = await this.delivery.sendAgain(this.#existing(id));
    if (again !== undefined) return again;
    throw new Problem(409, 'On its way', `The message ${id} is being sent at this moment.`);
  }

  @Post('send')
  @ApiOperation({ summary: 'Send again what was refused, or given up' })
  @ApiCreatedResponse({ description: 'The messages, queued' })
  async sendAll(
    @Query({ schema: resendParameters }) { status: wanted }: z.infer<typeof resendParameters>,
  ): Promise<MessageList> {
    const messages: Message[] = [];
    for (const message of [...this.outbox.all()]) {
      const again = message.status === wanted ? await this.delivery.sendAgain(message) : undefined;
      if (again !== undefined) messages.push(again);
    }
    return { total: messages.length, messages };
  }

  #existing(id: string): Message {
    const message = this.outbox.find(id);
    if (message !== undefined) return message;
    throw new Problem(404, 'Unknown message', `There is no message ${id}; GET /api/v1/messages lists them.`);
  }
}
