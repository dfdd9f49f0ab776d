import { Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { strict } from '../platform/parameters.js';
import { Rebuild } from './rebuild.js';
import { SOURCES, type RebuildView } from './rebuild-state.js';

const parametersSchema = strict({
  from: z.enum(SOURCES, `must be any of ${SOURCES.join(', ')}`).optional(),
  acceptMissing: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((value) => value === 'true'),
});

@ApiTags('rebuild')
@Controller('api/v1/rebuild')
export class RebuildController {
  constructor(private readonly rebuild: Rebuild) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Fill fresh tables from the log (or the table of events), compare, and swap them in',
  })
  @ApiResponse({ status: 202, description: 'Begun, or gone on with' })
  @ApiResponse({ status: 409, description: 'One is under way, or events would be missing' })
  begin(
    @Query({ schema: parametersSchema }) { from, acceptMissing }: z.infer<typeof parametersSchema>,
  ): Promise<RebuildView> {
    return this.rebuild.begin(from, acceptMissing);
  }

  @Get()
  @ApiOperation({ summary: 'How far the rebuild is, or what the last one found' })
  @ApiOkResponse({
    description: 'Its phase, progress, time left and comparison; phase `none` if there was none',
  })
  view(): Promise<RebuildView> {
    return this.rebuild.view();
  }

  @Delete()
  @ApiOperation({ summary: 'Abandon the rebuild: its tables are dropped, nothing else changes' })
  @ApiOkResponse({ description: 'Abandoned' })
  @ApiResponse({ status: 409, description: 'There is none, or it is too late' })
  abandon(): Promise<RebuildView> {
    return this.rebuild.abandon();
  }
}
