import { metrics, type MetricAnswer, type MetricFilter } from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { configurationVersion, ORGANISATION, type Organisation } from '../platform/organisation.js';
import { GetMetric } from './get-metric.query.js';
import type { MetricRequest } from './metric-request.js';
import { computations } from './registry.js';

@QueryHandler(GetMetric)
export class GetMetricHandler implements IQueryHandler<GetMetric> {
  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  async execute({ name, request }: GetMetric): Promise<MetricAnswer> {
    const metric = metrics.find((candidate) => candidate.name === name);
    if (metric === undefined) throw new Error(`no metric is called ${name}`);
    const rows = await computations[name](metric, request, {
      store: this.store,
      organisation: this.organisation,
    });
    return {
      metric: metric.name,
      version: metric.version,
      unit: metric.unit,
      clock: request.clock,
      asOf: new Date(request.asOf).toISOString(),
      configuration: configurationVersion(this.organisation),
      filter: toldFilter(request),
      rows,
    };
  }
}

/** What was asked for, to be told with the answer. */
export function toldFilter({ filter, by, obligation }: MetricRequest): MetricFilter {
  return {
    ...filter,
    ...(by.length > 0 ? { by } : {}),
    ...(obligation === undefined ? {} : { obligation }),
  };
}
