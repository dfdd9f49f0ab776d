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
import { type ScorePoint } from '../prepare/scores.js';
import { along, grid, hover, hovered, plain, still, upward } from './axes.js';

interface ScoreChartProps {
  readonly points: readonly ScorePoint[];
}

interface Plotted {
  readonly label: string;
  readonly score: number | null;
  readonly interval: readonly [number, number] | null;
  readonly point: ScorePoint;
}

/** Drawing only: the score with its interval as a band. */
export default function ScoreChart({ points }: ScoreChartProps) {
  const data = points.map((point): Plotted => {
    const { low, high } = point;
    return {
      label: point.period.label,
      score: point.score.value ?? null,
      interval: low.value === undefined || high.value === undefined ? null : [low.value, high.value],
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
          fillOpacity={0.18}
          {...still}
          activeDot={false}
        />
        <Line
          dataKey="score"
          stroke="var(--series-0)"
          strokeWidth={2.25}
          dot={{ r: 3, fill: 'var(--series-0)' }}
          {...still}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function ScoreTip({ point: { period, score, low, high, n } }: { readonly point: ScorePoint }) {
  return (
    <div className="tip">
      <strong>Four weeks to {period.title.replace(/^Week of .* to /, '')}</strong>
      <dl>
        <div>
          <dt>Score</dt>
          <dd>{score.text}</dd>
        </div>
        <div>
          <dt>95 % interval</dt>
          <dd>
            {low.text} to {high.text}
          </dd>
        </div>
        <div>
          <dt>n</dt>
          <dd>{formatCount(n)}</dd>
        </div>
      </dl>
    </div>
  );
}
