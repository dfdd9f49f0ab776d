import { type MetricAnswer } from '@hearback/domain/metrics';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import {
  fetchScoreHistory,
  fetchScoreOfWeek,
  scorePath,
  type ScoreHistory,
  type ScoreOfWeek,
} from '../../../api/scores.js';
import { useFetched, type Fetched } from '../../../api/use-fetched.js';
import { prepareScores, type ScorePoint } from '../../../charts/prepare/scores.js';
import { type View } from '../../../filters/view.js';
import { fetchMetric, metricPath } from '../../../metrics/fetch-metric.js';
import { addDays, addWeeks, mondayOfWeek } from '../../../time/days.js';
import { chosenWeek, lastWeekOf, seenUntil } from './told.js';

export interface Scores {
  readonly week: string;
  /** That can be chosen, the latest first. */
  readonly weeks: readonly string[];
  /** What of the address names no week that had ended. */
  readonly ignored: readonly string[];
  readonly detail: Fetched<ScoreOfWeek | undefined>;
  readonly points: Fetched<readonly ScorePoint[]>;
}

interface Known {
  readonly history: ScoreHistory;
  readonly answer: MetricAnswer;
  readonly last: string;
}

/** A team's weekly scores as they are seen from the instant looked at: all weeks, and one of them closely. */
export function useScores(view: View, team: string): Scores {
  const [params] = useSearchParams();
  const last = lastWeekOf(view);
  const { week, ignored } = chosenWeek(params.get('week'), last);
  const detail = useFetched([scorePath(team, week)], (signal) =>
    fetchScoreOfWeek(scorePath(team, week), signal),
  );

  const { asOf } = view.asked;
  const from = mondayOfWeek(addWeeks(last, -11));
  // The whole team, as what is published: whatever else the page is narrowed to.
  const asked = { team: [team], stage: [], job: [], from, to: addDays(mondayOfWeek(last), 7) };
  const path = metricPath('latency-score', { ...asked, ...(asOf !== undefined && { asOf }) }, ['week']);
  const known = useFetched<Known>([scorePath(team), path], async (signal) => {
    const [history, answer] = await Promise.all([
      fetchScoreHistory(scorePath(team), signal),
      fetchMetric(path, signal),
    ]);
    return { history, answer, last };
  });
  const value = known.status === 'shown' ? known.value : undefined;
  const until = seenUntil(view);
  const points = useMemo(
    () =>
      value === undefined
        ? []
        : prepareScores({ published: value.history.weeks, known: value.answer, last: value.last, until }),
    [value, until],
  );
  return {
    week,
    weeks: points.length === 0 ? [week] : points.map(({ period }) => period.key).reverse(),
    ignored,
    detail,
    points: known.status === 'shown' ? { ...known, value: points } : known,
  };
}
