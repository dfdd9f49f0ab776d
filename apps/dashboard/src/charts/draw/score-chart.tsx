import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCount } from '../../format/number.js';
import { scoreOf, type ScorePoint, type ShownScore } from '../prepare/scores.js';
import { along, grid, hover, hovered, plain, still, upward } from './axes.js';

interface ScoreChartProps {
  readonly points: readonly ScorePoint[];
}

interface Plotted {
  readonly label: string;
  readonly published: number | null;
  readonly known: number | null;
  readonly interval: readonly [number, number] | null;
  readonly point: ScorePoint;
}

/** Drawing only: what was published as a line with dots and its interval, what is known by now dashed with diamonds. */
export default function ScoreChart({ points }: ScoreChartProps) {
  const data = points.map((point): Plotted => {
    const { low, high } = scoreOf(point) ?? {};
    return {
      label: point.period.label,
      published: point.published?.score.value ?? null,
      known: point.known?.score.value ?? null,
      interval: low?.value === undefined || high?.value === undefined ? null : [low.value, high.value],
      point,
    };
  });
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 220 }}>
      <ComposedChart data={data} {...plain}>
        <CartesianGrid {...grid} />
        <XAxis dataKey="label" interval="preserveStartEnd" minTickGap={24} {...along} />
        <YAxis domain={[0, 100]} ticks={[0, 25, 50, 75, 100]} {...upward} width={36} />
        <Tooltip
          {...hover}
          content={({ active, payload }) => {
            const plotted = hovered<Plotted>(payload);
            return active && plotted !== undefined ? <ScoreTip point={plotted.point} /> : null;
          }}
        />
        <Area
          dataKey="interval"
          stroke="none"
          fill="var(--series-0)"
          fillOpacity={0.14}
          {...still}
          activeDot={false}
        />
        <Line
          dataKey="published"
          stroke="var(--series-0)"
          strokeWidth={2.25}
          dot={{ r: 3.5, fill: 'var(--series-0)' }}
          {...still}
        />
        <Line
          dataKey="known"
          stroke="var(--series-1)"
          strokeWidth={1.75}
          strokeDasharray="5 4"
          dot={Diamond}
          activeDot={false}
          {...still}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** Told from a published dot by its shape, its hollowness and its colour. */
function Diamond({ cx, cy }: { readonly cx?: number | undefined; readonly cy?: number | undefined }) {
  if (typeof cx !== 'number' || typeof cy !== 'number') return null;
  return (
    <path
      d={`M${cx} ${cy - 5} l5 5 l-5 5 l-5 -5 z`}
      fill="var(--card)"
      stroke="var(--series-1)"
      strokeWidth={1.75}
    />
  );
}

function ScoreTip({ point: { period, published, known } }: { readonly point: ScorePoint }) {
  return (
    <div className="tip">
      <strong>Four weeks to {period.title.replace(/^Week of .* to /, '')}</strong>
      {published !== undefined && <Told title="Published" of={published} />}
      {known !== undefined && (
        <Told title={published === undefined ? 'Known by now, not published' : 'Revised since'} of={known} />
      )}
    </div>
  );
}

function Told({ title, of: { score, low, high, n } }: { readonly title: string; readonly of: ShownScore }) {
  return (
    <dl>
      <div>
        <dt>{title}</dt>
        <dd>{score.text}</dd>
      </div>
      {score.value !== undefined && (
        <div>
          <dt>95 % interval</dt>
          <dd>
            {low.text} to {high.text}
          </dd>
        </div>
      )}
      <div>
        <dt>n</dt>
        <dd>{formatCount(n)}</dd>
      </div>
    </dl>
  );
}
