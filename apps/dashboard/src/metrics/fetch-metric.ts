import {
  parseMetricAnswer,
  type Grouping,
  type MetricAnswer,
  type MetricName,
} from '@hearback/domain/metrics';
import { getJson } from '../api/get-json.js';
import { addressOfFilter, type Filter } from '../filters/filter.js';

/** The page's address and the API's query share their names, so one is the other plus the grouping. */
export function metricPath(name: MetricName, filter: Filter, by: readonly Grouping[] = []): string {
  const query = addressOfFilter(filter);
  if (by.length > 0) query.set('by', by.join(','));
  const text = query.toString();
  return `/metrics/${name}${text === '' ? '' : `?${text}`}`;
}

export function fetchMetric(path: string, signal?: AbortSignal): Promise<MetricAnswer> {
  return getJson(path, parseMetricAnswer, signal);
}
