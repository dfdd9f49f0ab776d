import { type Grouping, type MetricAnswer, type MetricName } from '@hearback/domain/metrics';
import { useFetched, type Fetched } from '../api/use-fetched.js';
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
  const paths = names.map((name) => metricPath(name, asked, by));
  return useFetched(
    paths,
    async (signal): Promise<Answers> => {
      const answers = await Promise.all(paths.map((path) => fetchMetric(path, signal)));
      return Object.fromEntries(names.map((name, index) => [name, answers[index]]));
    },
    isEnabled,
  );
}
