import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListSources, type Sources } from './list-sources.query.js';

@ApiTags('sources')
@Controller('api/v1/sources')
export class SourcesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'What came in: from which source, how late, and what was rejected' })
  @ApiOkResponse({ description: 'Empty lists where nothing has come in' })
  list(): Promise<Sources> {
    return this.queries.execute(new ListSources());
  }
}
