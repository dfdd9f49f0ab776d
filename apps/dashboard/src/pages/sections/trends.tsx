import { lazy, Suspense } from 'react';
import { type PeriodUnit, type Period } from '../../charts/prepare/periods.js';
import { describeTrend, largestValue, prepareTrend, type Trend } from '../../charts/prepare/trend.js';
import { durationTicks } from '../../charts/prepare/duration-axis.js';
import { formatCount } from '../../format/number.js';
import { latencies } from '../../metrics/declarations.js';
import { FigureText } from '../../metrics/figure-text.js';
import { type Answers } from '../../metrics/use-answers.js';

// The drawing library is larger than the rest of the page: it comes after the figures.
const TrendChart = lazy(() => import('../../charts/draw/trend-chart.js'));

interface TrendsProps {
  readonly answers: Answers;
  readonly periods: readonly Period[];
  readonly unit: PeriodUnit;
}

export function Trends({ answers, periods, unit }: TrendsProps) {
  const trends = latencies.map((metric) => prepareTrend(metric, answers[metric.name], periods, unit));
  const drawn = trends.filter(({ notMeasured }) => notMeasured === undefined);
  const ticks = durationTicks(largestValue(drawn));
  return (
    <>
      <div className="trends">
        {drawn.map((trend, index) => (
          <TrendFigure key={trend.metric.name} trend={trend} ticks={ticks} unit={unit} series={index} />
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

interface TrendFigureProps {
  readonly trend: Trend;
  readonly ticks: readonly number[];
  readonly unit: PeriodUnit;
  readonly series: number;
}

function TrendFigure({ trend, ticks, unit, series }: TrendFigureProps) {
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
          <TrendChart trend={trend} ticks={ticks} />
        </Suspense>
      </div>
      <details className="trend-table">
        <summary>As a table</summary>
        <div className="table-scroll" role="region" aria-label={`${trend.metric.title}, table`} tabIndex={0}>
          <TrendTable trend={trend} unit={unit} />
        </div>
      </details>
    </figure>
  );
}

function TrendTable({ trend, unit }: { readonly trend: Trend; readonly unit: PeriodUnit }) {
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
        {trend.points.map(({ period, figures, n, waiting }) => (
          <tr key={period.key} data-period={period.key}>
            <th scope="row">
              {period.title}
              {period.incomplete !== undefined && <span className="muted"> ({incompleteText(period)})</span>}
            </th>
            {trend.series.map(({ name }) => (
              <td key={name}>
                <FigureText figure={figures[name]!} name={name} />
              </td>
            ))}
            <td>{formatCount(n)}</td>
            <td>{formatCount(waiting)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function incompleteText({ incomplete }: Period): string {
  return incomplete === 'filling' ? 'still filling' : 'partly chosen';
}
