import { Controller, Get, Query, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { filterOf, instantOf, waitingParameters, type WaitingParameters } from '../metrics/metric-request.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { decodeCursor } from './cursor.js';
import { dependsOnOverdue, ListWaiting, type WaitingList } from './list-waiting.query.js';

@ApiTags('waiting')
@Controller('api/v1/waiting')
export class WaitingController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Who waits for an answer, longest first, or first (or only) those who are overdue',
  })
  @ApiOkResponse({ description: 'A page, with the number over all pages' })
  list(@Query({ schema: waitingParameters }) parameters: WaitingParameters): Promise<WaitingList> {
    const { limit, order, overdue, cursor } = parameters;
    const choice = { order, overdueOnly: overdue !== undefined };
    const after = cursor === undefined ? undefined : decodeCursor(cursor, dependsOnOverdue(choice));
    const first = after?.overdue === undefined ? undefined : new Date(after.overdue.asOf).toISOString();
    const asOf = instantOf(parameters.asOf ?? first, this.clock());
    return this.queries.execute(new ListWaiting(filterOf(parameters), asOf, limit, choice, after));
  }
}
