import {
  metricNamed,
  metrics,
  type MetricAnswer,
  type MetricDeclaration,
  type MetricName,
} from '@hearback/domain';
import { Controller, Get, Param, Query, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CLOCK, type Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { GetMetric } from './get-metric.query.js';
import { metricParameters, metricRequestOf, type MetricParameters } from './metric-request.js';

const NAMES = metrics.map(({ name }) => name);

@ApiTags('metrics')
@Controller('api/v1/metrics')
export class MetricsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The catalogue: what each metric means, its unit, figures and version' })
  @ApiOkResponse({ description: 'The declarations' })
  catalogue(): { metrics: readonly MetricDeclaration[] } {
    return { metrics };
  }

  @Get(':name')
  @ApiOperation({ summary: 'One metric for the chosen obligations, as of any instant, grouped as asked' })
  @ApiParam({ name: 'name', enum: NAMES })
  @ApiOkResponse({ description: 'One row per group; empty where there is no data' })
  metric(
    @Param('name') name: string,
    @Query({ schema: metricParameters }) parameters: MetricParameters,
  ): Promise<MetricAnswer> {
    const metric = metricNamed(name);
    if (metric === undefined) {
      throw new Problem(
        404,
        'Unknown metric',
        `There is no metric "${name}"; there are ${NAMES.join(', ')}.`,
      );
    }
    const request = metricRequestOf(metric, parameters, this.clock());
    return this.queries.execute(new GetMetric(metric.name as MetricName, request));
  }
}
