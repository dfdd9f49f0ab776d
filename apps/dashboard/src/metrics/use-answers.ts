import { type Grouping, type MetricAnswer, type MetricName } from '@hearback/domain/metrics';
import { figuresQuery, useFetched, type Fetched, type FiguresQuery } from '../api/use-fetched.js';
import { type Asked } from '../filters/asked.js';
import { fetchMetric, metricPath } from './fetch-metric.js';

export type Answers = Partial<Record<MetricName, MetricAnswer>>;
export type Answered = Fetched<Answers>;

/** One part's answers, all or none: figures of two filters or two moments never stand side by side in it. */
export function useAnswers(
  names: readonly MetricName[],
  asked: Asked,
  by: readonly Grouping[] = [],
  isEnabled = true,
): Answered {
  const { key, fetch } = answersOf(names, asked, by);
  return useFetched(key, fetch, isEnabled);
}

/** The same for whoever asks before anything is drawn. */
export function answersQuery(names: readonly MetricName[], asked: Asked): FiguresQuery<Answers> {
  const { key, fetch } = answersOf(names, asked, []);
  return figuresQuery(key, fetch);
}

interface AnswersOf {
  readonly key: readonly string[];
  readonly fetch: (signal: AbortSignal) => Promise<Answers>;
}

function answersOf(names: readonly MetricName[], asked: Asked, by: readonly Grouping[]): AnswersOf {
  const paths = names.map((name) => metricPath(name, asked, by));
  return {
    key: paths,
    fetch: async (signal) => {
      const answers = await Promise.all(paths.map((path) => fetchMetric(path, signal)));
      return Object.fromEntries(names.map((name, index) => [name, answers[index]]));
    },
  };
}
