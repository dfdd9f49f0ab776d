import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { Problem } from '../platform/problem.js';
import { placeOf } from '../projection/rejections/place.js';
import {
  GetDeadLetter,
  ListDeadLetters,
  type DeadLetterPage,
  type DeadLetterWithReplays,
} from './dead-letters.query.js';
import { filterOf, listParameters } from './parameters.js';
import { decodePosition } from './position.js';

@ApiTags('dead letters')
@Controller('api/v1/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Messages that could not become events, newest first, with reason and original' })
  @ApiOkResponse({ description: 'A page, with the number over all pages; long originals are cut' })
  list(
    @Query({ schema: listParameters }) parameters: z.infer<typeof listParameters>,
  ): Promise<DeadLetterPage> {
    const { limit, cursor: next, ...filter } = parameters;
    const after = next === undefined ? undefined : decodePosition(next);
    return this.queries.execute(
      new ListDeadLetters(filterOf(filter, this.organisation.timeZone), limit, after),
    );
  }

  @Get(':id')
  @ApiOperation({
    summary: 'One rejected message with all of its bytes, and each time it was sent again',
    description: 'Its id is topic/partition/offset; in an address, the slashes are written %2F.',
  })
  @ApiParam({ name: 'id', type: String })
  @ApiOkResponse({ description: 'The message' })
  async one(@Param('id') id: string): Promise<DeadLetterWithReplays> {
    const place = placeOf(id);
    const found = place === undefined ? undefined : await this.queries.execute(new GetDeadLetter(place));
    if (found !== undefined) return found;
    throw unknownDeadLetter(id);
  }
}

export function unknownDeadLetter(...ids: readonly string[]): Problem {
  const told = ids.slice(0, 5).map((id) => `"${id}"`);
  const more = ids.length > told.length ? ` and ${ids.length - told.length} more` : '';
  const detail = `No message was rejected at ${told.join(', ')}${more}; GET /api/v1/dead-letters lists them.`;
  return new Problem(404, 'Unknown dead letter', detail);
}
