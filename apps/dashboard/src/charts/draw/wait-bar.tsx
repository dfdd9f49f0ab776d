import { type WaitSpread } from '../prepare/stages.js';

interface WaitBarProps {
  readonly spread: WaitSpread;
  /** The right end, in seconds. */
  readonly scale: number;
  /** Which colour and mark: the metric's place in the catalogue. */
  readonly series: number;
}

/**
 * Median (dot), 75th (tick) and 90th percentile (end of the line). Decoration beside the numbers in the same row, so
 * hidden from screen readers. "More than" ends in an arrow, at the right end where it lies
 * beyond: the wait goes on.
 */
export function WaitBar({ spread: { median, p75, p90 }, scale, series }: WaitBarProps) {
  if (median.value === undefined || scale === 0) return null;
  const inside = (value: number): number => Math.min(value, scale);
  const at = (value: number): string => `${(value / scale) * 100}%`;
  const start = inside(median.value);
  const end = inside(p90.value ?? median.value);
  return (
    <span className={`wait-bar series-${series}`} aria-hidden="true">
      <span className="wait-line" style={{ left: at(start), width: at(end - start) }} />
      {p75.kind === 'value' && <span className="wait-tick" style={{ left: at(inside(p75.value!)) }} />}
      {p90.kind === 'more-than' ? (
        <span className="wait-arrow" style={{ left: at(end) }} />
      ) : (
        <span className="wait-end" style={{ left: at(end) }} />
      )}
      {median.kind === 'value' && <span className="wait-dot" style={{ left: at(start) }} />}
    </span>
  );
}
