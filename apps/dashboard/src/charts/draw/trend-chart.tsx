import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { type Clock } from '@hearback/domain/metrics';
import { formatCount } from '../../format/number.js';
import { tickLabel } from '../prepare/duration-axis.js';
import { type Trend, type TrendPoint } from '../prepare/trend.js';
import { along, grid, hover, hovered, plain, still, upward } from './axes.js';

interface TrendChartProps {
  readonly trend: Trend;
  readonly ticks: readonly number[];
  readonly clock: Clock;
  /** By pointer; who has none goes by the table beside the chart. */
  readonly onPoint: (point: TrendPoint) => void;
}

/** A place on the axis with what is drawn there; `index` keeps two periods with one label apart. */
interface Plotted {
  readonly index: number;
  readonly point: TrendPoint;
}

const knownValue = (name: string) => (plotted: Plotted) => {
  const figure = plotted.point.figures.get(name);
  return figure?.kind === 'value' ? figure.value : null;
};

/** "More than", at the upper edge where the bound lies beyond it. */
const lowerBound = (name: string, top: number) => (plotted: Plotted) => {
  const figure = plotted.point.figures.get(name);
  return figure?.kind === 'more-than' ? Math.min(figure.value!, top) : null;
};

/** Drawing only: what is a gap, a bound or incomplete has been decided in `prepare`. */
export default function TrendChart({ trend, ticks, clock, onPoint }: TrendChartProps) {
  const data = trend.points.map((point, index): Plotted => ({ index, point }));
  const incomplete = data.filter(({ point }) => point.period.incomplete !== undefined);
  const top = ticks.at(-1) ?? 1;
  const few = data.length <= 40;
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 220 }}>
      <ComposedChart
        data={data}
        {...plain}
        onClick={({ activeTooltipIndex }) => {
          const point = data[Number(activeTooltipIndex)]?.point;
          if (point !== undefined && point.n > 0) onPoint(point);
        }}
        className="chart-clickable"
      >
        <CartesianGrid {...grid} />
        {incomplete.map(({ index }) => (
          <ReferenceArea
            key={index}
            x1={index - 0.5}
            x2={index + 0.5}
            fill="var(--shade)"
            ifOverflow="hidden"
          />
        ))}
        <XAxis
          dataKey="index"
          type="number"
          domain={[-0.5, data.length - 0.5]}
          ticks={data.map(({ index }) => index)}
          interval="preserveStartEnd"
          minTickGap={24}
          tickFormatter={(index: number) => data[index]?.point.period.label ?? ''}
          {...along}
        />
        <YAxis
          domain={[0, top]}
          ticks={[...ticks]}
          tickFormatter={(seconds: number) => tickLabel(seconds, clock)}
          {...upward}
          width={52}
        />
        <Tooltip
          {...hover}
          content={({ active, payload }) => {
            const plotted = hovered<Plotted>(payload);
            return active && plotted !== undefined ? <PointTip trend={trend} point={plotted.point} /> : null;
          }}
        />
        {trend.series.map(({ name }, order) => (
          <Line
            key={name}
            dataKey={knownValue(name)}
            stroke="var(--series)"
            strokeWidth={order === 0 ? 2.25 : 1.5}
            {...(order > 0 && { strokeDasharray: '5 4' })}
            dot={
              few && {
                r: order === 0 ? 3.5 : 2.5,
                strokeDasharray: '0',
                fill: order === 0 ? 'var(--series)' : 'var(--card)',
              }
            }
            {...still}
          />
        ))}
        {trend.series.map(({ name }) => (
          <Scatter
            key={name}
            dataKey={lowerBound(name, top)}
            shape="triangle"
            fill="var(--series)"
            stroke="var(--series)"
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function PointTip({ trend, point }: { readonly trend: Trend; readonly point: TrendPoint }) {
  return (
    <div className="tip">
      <strong>{point.period.title}</strong>
      {point.period.incomplete !== undefined && <em> not complete</em>}
      <dl>
        {trend.series.map(({ name, label }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{point.figures.get(name)!.text}</dd>
          </div>
        ))}
        <div>
          <dt>Interviews</dt>
          <dd>{formatCount(point.n)}</dd>
        </div>
        <div>
          <dt>Still waiting</dt>
          <dd>{formatCount(point.waiting)}</dd>
        </div>
      </dl>
    </div>
  );
}
