import { Suspense } from 'react';
import { Link } from 'react-router';
import { lazyChart } from '../../charts/lazy-chart.js';
import { type Period } from '../../charts/prepare/periods.js';
import { describeScores, prepareScores } from '../../charts/prepare/scores.js';
import { type ExportedTable } from '../../export/export-menu.js';
import { figureCells, figureColumns } from '../../export/figure-cells.js';
import { type View } from '../../filters/view.js';
import { formatCount } from '../../format/number.js';
import { declarationOf } from '../../metrics/declarations.js';
import { Definition } from '../../metrics/definition.js';
import { FigureText } from '../../metrics/figure-text.js';
import { type Answers } from '../../metrics/use-answers.js';
import { isoOf } from '../../filters/asked.js';
import { addDays } from '../../time/days.js';
import { instantOfLocalTime } from '../../time/zoned.js';

const ScoreChart = lazyChart(() => import('../../charts/draw/score-chart.js'));

interface ScoreTrendProps {
  readonly answers: Answers;
  readonly weeks: readonly Period[];
  readonly view: View;
  readonly team: string;
}

const WEEKS_OF_A_SCORE = 4;

/** The score of each week with its interval and how many interviews it rests on. */
export function ScoreTrend({ answers, weeks, view, team }: ScoreTrendProps) {
  const points = prepareScores(answers['latency-score'], weeks);
  return (
    <figure>
      <p className="finding" data-testid="score-reading">
        {describeScores(points)} <Definition metric={declarationOf('latency-score')} />
      </p>
      <div className="plot" aria-hidden="true">
        <Suspense fallback={<div className="skeleton plot" />}>
          <ScoreChart points={points} />
        </Suspense>
      </div>
      <p className="basis">
        Each of the four weeks that end with the week named; the band is the 95 % interval.
      </p>
      <details className="trend-table">
        <summary>As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Week</th>
              <th scope="col">Score</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">n</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ period, score, low, high, n }) => (
              <tr key={period.key} data-week={period.key}>
                <th scope="row">
                  <Link
                    to={view.linkTo('/why/latency-score', {
                      team: [team],
                      range: undefined,
                      from: addDays(period.to, -7 * WEEKS_OF_A_SCORE),
                      to: period.to,
                      asOf: endOf(period, view),
                    })}
                    title="What is behind it"
                  >
                    {period.title}
                  </Link>
                </th>
                <td>
                  <FigureText figure={score} name="score" />
                </td>
                <td>{low.text}</td>
                <td>{high.text}</td>
                <td>{formatCount(n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** A score is seen from the end of its week; never from after the moment looked at. */
function endOf({ to }: Period, { asOf, organisation }: View): string {
  const end = instantOfLocalTime(`${to}T00:00`, organisation.timeZone) ?? asOf;
  return isoOf(Math.min(end - 1, asOf));
}

export function exportedScores(answers: Answers, weeks: readonly Period[]): ExportedTable {
  return {
    columns: ['Week', ...['Score', 'From', 'To'].flatMap((title) => figureColumns(title)), 'n'],
    rows: prepareScores(answers['latency-score'], weeks).map(({ period, score, low, high, n }) => [
      period.key,
      ...[score, low, high].flatMap(figureCells),
      n,
    ]),
  };
}
