import { type Grouping, type MetricName } from '@hearback/domain/metrics';
import { useFetched, type Fetched } from '../api/use-fetched.js';
import { type Asked } from '../filters/asked.js';
import { answersOf, type Answers } from './answers-query.js';

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
