import { Suspense } from 'react';
import { Link, useNavigate, type To } from 'react-router';
import { lazyChart } from '../../charts/lazy-chart.js';
import { type PeriodUnit, type Period } from '../../charts/prepare/periods.js';
import {
  describeTrend,
  largestValue,
  prepareTrend,
  type Trend,
  type TrendPoint,
} from '../../charts/prepare/trend.js';
import { durationTicks } from '../../charts/prepare/duration-axis.js';
import { type ExportedTable } from '../../export/export-menu.js';
import { figureCells, figureColumns, secondsUnit } from '../../export/figure-cells.js';
import { type Changes } from '../../filters/use-filter.js';
import { type View } from '../../filters/view.js';
import { formatCount } from '../../format/number.js';
import { latencies } from '../../metrics/declarations.js';
import { FigureText } from '../../metrics/figure-text.js';
import { type Answers } from '../../metrics/answers-query.js';

// The drawing library is larger than the rest of the page: it comes after the figures.
const TrendChart = lazyChart(() => import('../../charts/draw/trend-chart.js'));

interface TrendsProps {
  readonly answers: Answers;
  readonly periods: readonly Period[];
  readonly unit: PeriodUnit;
  readonly view: View;
  /** Of a page that is about one. */
  readonly team?: string;
}

export function Trends({ answers, periods, unit, view, team }: TrendsProps) {
  const trends = latencies.map((metric) => prepareTrend(metric, answers[metric.name], periods, unit));
  const drawn = trends.filter(({ notMeasured }) => notMeasured === undefined);
  const clock = view.filter.clock ?? 'elapsed';
  const ticks = durationTicks(largestValue(drawn), clock);
  return (
    <>
      <div className="trends">
        {drawn.map((trend, index) => (
          <TrendFigure
            key={trend.metric.name}
            trend={trend}
            ticks={ticks}
            unit={unit}
            series={index}
            view={view}
            team={team}
          />
        ))}
      </div>
      <p className="basis">
        By the {unit} on which the interview ended. ▲ more than: too many of them still wait to say how much
        more. Shaded: not complete. A gap: no interviews.
      </p>
      {trends
        .filter(({ notMeasured }) => notMeasured !== undefined)
        .map(({ metric, notMeasured }) => (
          <p key={metric.name} className="basis">
            {metric.title} is {notMeasured!.replace(/^N/, 'n')}.
          </p>
        ))}
    </>
  );
}

/** The same as a table to take away. */
export function exportedTrends(
  answers: Answers,
  view: View,
  periods: readonly Period[],
  unit: PeriodUnit,
): ExportedTable {
  const trends = latencies.map((metric) => prepareTrend(metric, answers[metric.name], periods, unit));
  return {
    columns: [
      'Wait until',
      unit === 'day' ? 'Day' : 'Week',
      'Interviews',
      'Still waiting',
      ...['Median', '9 in 10'].flatMap((title) => figureColumns(title, secondsUnit(view))),
    ],
    rows: trends.flatMap(({ metric, points, series }) =>
      points.map(({ period, n, waiting, figures }) => [
        metric.title,
        period.key,
        n,
        waiting,
        ...series.flatMap(({ name }) => figureCells(figures.get(name)!)),
      ]),
    ),
  };
}

/** Of a period that the selection cuts, only the days that are in its figure. */
function daysOf({ from, to }: Period, { asked }: View): Changes {
  return {
    range: undefined,
    from: asked.from !== undefined && asked.from > from ? asked.from : from,
    to: asked.to !== undefined && asked.to < to ? asked.to : to,
  };
}

interface TrendFigureProps {
  readonly trend: Trend;
  readonly ticks: readonly number[];
  readonly unit: PeriodUnit;
  readonly series: number;
  readonly view: View;
  readonly team: string | undefined;
}

function TrendFigure({ trend, ticks, unit, series, view, team }: TrendFigureProps) {
  const navigate = useNavigate();
  const name = trend.metric.name;
  const behind = ({ period }: TrendPoint): To =>
    view.linkTo(`/why/${name}`, { ...daysOf(period, view), ...(team !== undefined && { team: [team] }) });
  return (
    <figure className={`trend series-${series}`} data-testid={`trend-${trend.metric.name}`}>
      <figcaption>
        <h3>{trend.metric.title}</h3>
        <span className="trend-key" aria-hidden="true">
          {trend.series.map(({ name, heading }, order) => (
            <span key={name}>
              <span className={`key-line${order === 0 ? '' : ' key-dashed'}`} /> {heading}
            </span>
          ))}
        </span>
      </figcaption>
      <p className="visually-hidden">{describeTrend(trend, unit)}</p>
      <div className="trend-plot" aria-hidden="true">
        <Suspense fallback={<div className="skeleton trend-skeleton" />}>
          <TrendChart
            trend={trend}
            ticks={ticks}
            clock={view.filter.clock ?? 'elapsed'}
            onPoint={(point) => void navigate(behind(point))}
          />
        </Suspense>
      </div>
      <details className="trend-table">
        <summary>As a table</summary>
        <div className="table-scroll" role="region" aria-label={`${trend.metric.title}, table`} tabIndex={0}>
          <TrendTable trend={trend} unit={unit} linkOf={behind} />
        </div>
      </details>
    </figure>
  );
}

interface TrendTableProps {
  readonly trend: Trend;
  readonly unit: PeriodUnit;
  /** To what is behind a point. */
  readonly linkOf: (point: TrendPoint) => To;
}

function TrendTable({ trend, unit, linkOf }: TrendTableProps) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{unit === 'day' ? 'Day' : 'Week'}</th>
          {trend.series.map(({ name, label }) => (
            <th key={name} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">Interviews</th>
          <th scope="col">Still waiting</th>
        </tr>
      </thead>
      <tbody>
        {trend.points.map((point) => {
          const { period, figures, n, waiting } = point;
          return (
            <tr key={period.key} data-period={period.key}>
              <th scope="row">
                <Link to={linkOf(point)} title="What is behind it">
                  {period.title}
                </Link>
                {period.incomplete !== undefined && (
                  <span className="muted"> ({incompleteText(period)})</span>
                )}
              </th>
              {trend.series.map(({ name }) => (
                <td key={name}>
                  <FigureText figure={figures.get(name)!} name={name} />
                </td>
              ))}
              <td>{formatCount(n)}</td>
              <td>{formatCount(waiting)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function incompleteText({ incomplete }: Period): string {
  return incomplete === 'filling' ? 'still filling' : 'partly chosen';
}
