import {
  metricNamed,
  parseMetricAnswer,
  type Grouping,
  type MetricAnswer,
  type MetricName,
} from '@hearback/domain/metrics';
import { getJson } from '../api/get-json.js';
import { queryOf, type Asked } from '../filters/asked.js';

/** What is asked of one metric, as a path of the API with its query. */
export function metricPath(name: MetricName, asked: Asked, by: readonly Grouping[] = [], of = ''): string {
  const query = queryOf(asked, metricNamed(name)?.clocks ?? []);
  if (by.length > 0) query.set('by', by.join(','));
  const text = query.toString();
  return `/metrics/${name}${of}${text === '' ? '' : `?${text}`}`;
}

/** The rows carry their clock: seconds of working time must never be read as time that passed. */
export async function fetchMetric(path: string, signal?: AbortSignal): Promise<MetricAnswer> {
  const answer = await getJson(path, parseMetricAnswer, signal);
  if (answer.clock !== 'business') return answer;
  return { ...answer, rows: answer.rows.map((row) => ({ ...row, clock: answer.clock })) };
}
