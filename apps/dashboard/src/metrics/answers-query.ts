import { type Grouping, type MetricAnswer, type MetricName } from '@hearback/domain/metrics';
import { figuresQuery, type FiguresQuery } from '../api/figures-query.js';
import { type Asked } from '../filters/asked.js';
import { fetchMetric, metricPath } from './fetch-metric.js';

export type Answers = Partial<Record<MetricName, MetricAnswer>>;

/** Several metrics, as paths of the API; `fetch` has the answers to all, or none. */
interface AnswersOf {
  readonly key: readonly string[];
  readonly fetch: (signal: AbortSignal) => Promise<Answers>;
}

export function answersOf(
  names: readonly MetricName[],
  asked: Asked,
  by: readonly Grouping[] = [],
): AnswersOf {
  const paths = names.map((name) => metricPath(name, asked, by));
  return {
    key: paths,
    fetch: async (signal) => {
      const answers = await Promise.all(paths.map((path) => fetchMetric(path, signal)));
      return Object.fromEntries(names.map((name, index) => [name, answers[index]]));
    },
  };
}

/** For whoever asks before anything is drawn: what `useAnswers` asks. */
export function answersQuery(names: readonly MetricName[], asked: Asked): FiguresQuery<Answers> {
  const { key, fetch } = answersOf(names, asked);
  return figuresQuery(key, fetch);
}
