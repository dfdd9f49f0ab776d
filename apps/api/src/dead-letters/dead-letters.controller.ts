import { rejectionReasons } from '@hearback/domain';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { cursor, repeated, strict } from '../platform/parameters.js';
import { Problem } from '../platform/problem.js';
import {
  GetDeadLetter,
  ListDeadLetters,
  type DeadLetter,
  type DeadLetterPage,
} from './dead-letters.query.js';
import { decodePosition, placeOf } from './position.js';

const parametersSchema = strict({
  reason: repeated.pipe(
    z.array(z.enum(rejectionReasons, `must be any of ${rejectionReasons.join(', ')}`)).optional(),
  ),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor,
});

@ApiTags('dead letters')
@Controller('api/v1/dead-letters')
export class DeadLettersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'Messages that could not become events, newest first, with reason and original' })
  @ApiOkResponse({ description: 'A page, with the number over all pages; long originals are cut' })
  list(
    @Query({ schema: parametersSchema }) parameters: z.infer<typeof parametersSchema>,
  ): Promise<DeadLetterPage> {
    const { reason: reasons, limit, cursor: next } = parameters;
    const after = next === undefined ? undefined : decodePosition(next);
    return this.queries.execute(new ListDeadLetters(reasons, limit, after));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One rejected message with all of its bytes; its id is topic/partition/offset' })
  @ApiOkResponse({ description: 'The message' })
  async one(@Param('id') id: string): Promise<DeadLetter> {
    const place = placeOf(id);
    const found = place === undefined ? undefined : await this.queries.execute(new GetDeadLetter(place));
    if (found !== undefined) return found;
    const detail = `No message was rejected at "${id}"; GET /api/v1/dead-letters lists them.`;
    throw new Problem(404, 'Unknown dead letter', detail);
  }
}
