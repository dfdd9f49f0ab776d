import { metrics, type MetricAnswer } from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { answerHead } from './answer-head.js';
import { GetMetric } from './get-metric.query.js';
import { lastTellingsFirst } from './last-tellings-first.js';
import { computations } from './registry.js';

@QueryHandler(GetMetric)
export class GetMetricHandler implements IQueryHandler<GetMetric> {
  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ name, request }: GetMetric): Promise<MetricAnswer> {
    const metric = metrics.find((candidate) => candidate.name === name);
    if (metric === undefined) throw new Error(`no metric is called ${name}`);
    const surroundings = { store: this.store, organisation: this.organisation };
    const rows = await lastTellingsFirst(request, this.clock().getTime(), (asked) =>
      computations[name](metric, asked, surroundings),
    );
    return { ...answerHead(metric, request, this.organisation), rows };
  }
}
