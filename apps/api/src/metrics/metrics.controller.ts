import {
  metricNamed,
  metrics,
  type MetricAnswer,
  type MetricDeclaration,
  type MetricName,
} from '@hearback/domain';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CLOCK, type Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { decodeCursor } from './behind/cursor.js';
import { ListBehind, StreamBehind } from './behind/list-behind.query.js';
import { sendCsv } from './behind/send-csv.js';
import { curved } from './curve/get-curve.handler.js';
import { GetCurve, type CurveAnswer } from './curve/get-curve.query.js';
import { GetMetric } from './get-metric.query.js';
import {
  behindParameters,
  metricParameters,
  metricRequestOf,
  type BehindParameters,
  type MetricParameters,
} from './metric-request.js';

const NAMES = metrics.map(({ name }) => name);
const PAGE = 100;

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
    const metric = existing(name);
    const request = metricRequestOf(metric, parameters, this.clock());
    return this.queries.execute(new GetMetric(metric.name as MetricName, request));
  }

  @Get(':name/curve')
  @ApiOperation({
    summary: 'The Kaplan-Meier curve behind a latency: which share still waits after how long',
  })
  @ApiParam({ name: 'name', enum: curved })
  @ApiOkResponse({ description: 'One curve per group; empty where there is no data' })
  curve(
    @Param('name') name: string,
    @Query({ schema: metricParameters }) parameters: MetricParameters,
  ): Promise<CurveAnswer> {
    const metric = existing(name);
    const of = curved.find((known) => known === metric.name);
    if (of === undefined) {
      const detail = `There is no curve of ${name}; there is one of ${curved.join(', ')}.`;
      throw new Problem(400, 'No curve', detail);
    }
    return this.queries.execute(new GetCurve(of, metricRequestOf(metric, parameters, this.clock())));
  }

  @Get(':name/obligations')
  @ApiOperation({ summary: 'What is behind a figure, each with how it was counted; the whole list as CSV' })
  @ApiParam({ name: 'name', enum: NAMES })
  @ApiOkResponse({
    description: 'A page, oldest first, with the number over all pages; or all of it as CSV',
    content: { 'application/json': {}, 'text/csv': {} },
  })
  async obligations(
    @Param('name') name: string,
    @Query({ schema: behindParameters }) parameters: BehindParameters,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const metric = existing(name);
    const of = metric.name as MetricName;
    const { format, limit, cursor, counted, ...others } = parameters;
    response.vary('Accept');
    if (format === 'csv' || (format === undefined && prefersCsv(request))) {
      if (limit !== undefined || cursor !== undefined) {
        const detail = 'limit, cursor: CSV is always the whole list; leave them out, or ask for format=json';
        throw new Problem(400, 'Invalid parameters', detail);
      }
      const asked = metricRequestOf(metric, others, this.clock());
      const rows = await this.queries.execute(new StreamBehind(of, asked, counted));
      await sendCsv(response, `${name}-obligations`, rows);
      return;
    }
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const asOf = others.asOf ?? (after === undefined ? undefined : new Date(after.asOf).toISOString());
    const asked = metricRequestOf(metric, { ...others, asOf }, this.clock());
    response.json(await this.queries.execute(new ListBehind(of, asked, limit ?? PAGE, after, counted)));
  }
}

/** @throws Problem 404 with the names that there are */
function existing(name: string): MetricDeclaration {
  const metric = metricNamed(name);
  if (metric !== undefined) return metric;
  throw new Problem(404, 'Unknown metric', `There is no metric "${name}"; there are ${NAMES.join(', ')}.`);
}

function prefersCsv(request: Request): boolean {
  return request.accepts(['application/json', 'text/csv']) === 'text/csv';
}
