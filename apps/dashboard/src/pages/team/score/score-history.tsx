import { Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type Organisation } from '../../../api/organisation.js';
import { lazyChart } from '../../../charts/lazy-chart.js';
import {
  describeScores,
  scoreFigure,
  scoreOf,
  showPoints,
  type ScorePoint,
  type ShownScore,
} from '../../../charts/prepare/scores.js';
import { ChangeText } from '../../../elements/change-text.js';
import { Instant } from '../../../elements/instant.js';
import { type ExportedTable } from '../../../export/export-menu.js';
import { figureCells, figureColumns } from '../../../export/figure-cells.js';
import { formatCount } from '../../../format/number.js';
import { changeOf } from '../../../metrics/change.js';
import { FigureText } from '../../../metrics/figure-text.js';
import { PublishByHand } from './publish-by-hand.js';

const ScoreChart = lazyChart(() => import('../../../charts/draw/score-chart.js'));

interface ScoreHistoryProps {
  /** Oldest first. */
  readonly points: readonly ScorePoint[];
  /** The one that is looked at. */
  readonly week: string;
  readonly organisation: Organisation;
}

/** Week by week: what was published, and what is known by now where that is something else. */
export function ScoreHistory({ points, week, organisation }: ScoreHistoryProps) {
  const zone = organisation.timeZone;
  const isAnyPublished = points.some(({ published }) => published !== undefined);
  return (
    <>
      <p className="finding" data-testid="score-reading">
        {describeScores(points)}
      </p>
      {!isAnyPublished && (
        <div className="basis score-note" data-testid="nothing-published">
          <p>
            <strong>Nothing has been published about this team yet.</strong> The scores below are as they are
            known by now.
          </p>
          <PublishByHand organisation={organisation} />
        </div>
      )}
      <p className="trend-key" aria-hidden="true">
        <span>
          <span className="score-key score-key-published">●</span> published, with its 95 % interval
        </span>
        <span>
          <span className="score-key score-key-known">◇</span> known by now: revised, or not published
        </span>
      </p>
      <div className="plot" aria-hidden="true">
        <Suspense fallback={<div className="skeleton plot" />}>
          <ScoreChart points={points} />
        </Suspense>
      </div>
      <div className="table-scroll score-table" role="region" aria-label="Scores by week, table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Week</th>
              <th scope="col">Published</th>
              <th scope="col">95 % interval</th>
              <th scope="col">n</th>
              <th scope="col">Change</th>
              <th scope="col">Known by now</th>
              <th scope="col">Published on</th>
            </tr>
          </thead>
          <tbody>
            {[...points].reverse().map((point) => (
              <WeekLine
                key={point.period.key}
                point={point}
                isChosen={point.period.key === week}
                zone={zone}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="basis">
        Each is about the four weeks that end with the week named. “Known by now” stands where it differs from
        what was published, or nothing was.
      </p>
    </>
  );
}

interface WeekLineProps {
  readonly point: ScorePoint;
  readonly isChosen: boolean;
  readonly zone: string;
}

function WeekLine({ point, isChosen, zone }: WeekLineProps) {
  const { period, published, known } = point;
  const [params] = useSearchParams();
  const search = new URLSearchParams(params);
  search.set('week', period.key);
  const shown = scoreOf(point);
  return (
    <tr data-week={period.key} className={isChosen ? 'is-chosen' : ''}>
      <th scope="row">
        <Link
          to={{ search: search.toString() }}
          preventScrollReset
          title={period.title}
          {...(isChosen && { 'aria-current': 'true' })}
        >
          {period.key}
        </Link>
      </th>
      <td>
        {published === undefined ? (
          <span className="muted" title="Not published">
            –<span className="visually-hidden"> not published</span>
          </span>
        ) : (
          <FigureText figure={published.score} name="published" />
        )}
      </td>
      <td>{shown?.score.value === undefined ? '' : `${shown.low.text} to ${shown.high.text}`}</td>
      <td>{shown === undefined ? '' : formatCount(shown.n)}</td>
      <td>
        <Change published={published} />
      </td>
      <td>
        {known !== undefined && <FigureText figure={known.score} name="known" basis={`n = ${known.n}`} />}
        {known !== undefined && published !== undefined && <span className="flag">revised</span>}
      </td>
      <td>
        <Instant at={published?.at} zone={zone} />
      </td>
    </tr>
  );
}

function Change({ published }: Pick<ScorePoint, 'published'>) {
  if (published?.before === undefined || published.score.value === undefined) return null;
  const change = changeOf(published.score, showPoints(published.before), scoreFigure);
  return <ChangeText change={{ ...change, text: change.text.replace(' points', '') }} isShort />;
}

export function exportedScores(points: readonly ScorePoint[]): ExportedTable {
  const cells = (of: ShownScore | undefined): ReturnType<typeof figureCells>[number][] =>
    of === undefined
      ? Array.from({ length: 7 }, () => '')
      : [...[of.score, of.low, of.high].flatMap(figureCells), of.n];
  const columns = (title: string): string[] => [
    ...['Score', 'From', 'To'].flatMap((name) => figureColumns(`${title} ${name.toLowerCase()}`)),
    `${title} n`,
  ];
  return {
    columns: ['Week', 'Published on', ...columns('Published'), 'Week before', ...columns('Known by now')],
    rows: [...points]
      .reverse()
      .map(({ period, published, known }) => [
        period.key,
        published?.at ?? '',
        ...cells(published),
        published?.before ?? '',
        ...cells(known),
      ]),
  };
}
