import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Meters } from './meters.js';

@ApiTags('health')
@Controller('metrics')
export class MetersController {
  constructor(private readonly meters: Meters) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Counts of this process for Prometheus (docs/operations.md)' })
  @ApiOkResponse({
    description: 'The text format of Prometheus, version 0.0.4',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  metrics(): Promise<string> {
    return this.meters.registry.metrics();
  }
}
