import type { MetricAnswer, MetricName } from '@hearback/domain';
import { Query } from '@nestjs/cqrs';
import type { MetricRequest } from './metric-request.js';

export class GetMetric extends Query<MetricAnswer> {
  constructor(
    readonly name: MetricName,
    readonly request: MetricRequest,
  ) {
    super();
  }
}
