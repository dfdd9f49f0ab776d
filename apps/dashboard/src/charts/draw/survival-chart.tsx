import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatDuration, formatWorking } from '../../format/duration.js';
import { formatRate } from '../../format/number.js';
import { durationTicks, tickLabel } from '../prepare/duration-axis.js';
import { type Survival, type SurvivalPoint } from '../prepare/survival.js';
import { along, grid, hover, hovered, label, plain, still, upward } from './axes.js';

interface SurvivalChartProps {
  readonly survival: Survival;
  readonly teamName: string;
}

const share = (value: number | undefined): string => (value === undefined ? 'not known' : formatRate(value));

/** Drawing only: two steps down from all to those who still wait, and where an answer is due. */
export default function SurvivalChart({ survival, teamName }: SurvivalChartProps) {
  const { points, end, due, clock } = survival;
  const ticks = durationTicks(end, clock).filter((tick) => tick <= end);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 260 }}>
      <ComposedChart data={points.map((point) => ({ ...point }))} {...plain}>
        <CartesianGrid {...grid} />
        {due !== undefined && due.to > due.from && (
          <ReferenceArea
            x1={due.from}
            x2={Math.min(due.to, end)}
            fill="var(--shade)"
            ifOverflow="hidden"
            label={{ value: 'due', position: 'insideTop', ...label }}
          />
        )}
        {due !== undefined && due.to === due.from && due.from <= end && (
          <ReferenceLine
            x={due.from}
            stroke="var(--line-strong)"
            strokeDasharray="4 3"
            label={{ value: 'due', position: 'top', ...label }}
          />
        )}
        <XAxis
          dataKey="seconds"
          type="number"
          domain={[0, end]}
          ticks={ticks}
          tickFormatter={(seconds: number) => tickLabel(seconds, clock)}
          {...along}
        />
        <YAxis
          domain={[0, 1]}
          ticks={[0, 0.25, 0.5, 0.75, 1]}
          tickFormatter={(value: number) => formatRate(value)}
          {...upward}
          width={52}
        />
        <Tooltip
          {...hover}
          content={({ active, payload }) => {
            const point = hovered<SurvivalPoint>(payload);
            if (!active || point === undefined) return null;
            return (
              <div className="tip">
                <strong>
                  after {clock === 'business' ? formatWorking(point.seconds) : formatDuration(point.seconds)}
                </strong>
                <dl>
                  <div>
                    <dt dir="auto">{teamName}</dt>
                    <dd>{share(point.team)}</dd>
                  </div>
                  <div>
                    <dt>Organisation</dt>
                    <dd>{share(point.all)}</dd>
                  </div>
                </dl>
              </div>
            );
          }}
        />
        <Line
          dataKey="all"
          type="stepAfter"
          stroke="var(--ink-soft)"
          strokeWidth={1.5}
          strokeDasharray="5 4"
          dot={false}
          {...still}
        />
        <Line
          dataKey="team"
          type="stepAfter"
          stroke="var(--series-0)"
          strokeWidth={2.25}
          dot={false}
          {...still}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
