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
 * hidden from screen readers. "More than" ends in an arrow: the wait goes on.
 */
export function WaitBar({ spread: { median, p75, p90 }, scale, series }: WaitBarProps) {
  if (median.value === undefined || scale === 0) return null;
  const at = (value: number): string => `${(value / scale) * 100}%`;
  const end = p90.value ?? median.value;
  return (
    <span className={`wait-bar series-${series}`} aria-hidden="true">
      <span className="wait-line" style={{ left: at(median.value), width: at(end - median.value) }} />
      {p75.kind === 'value' && <span className="wait-tick" style={{ left: at(p75.value!) }} />}
      {p90.kind === 'more-than' ? (
        <span className="wait-arrow" style={{ left: at(end) }} />
      ) : (
        <span className="wait-end" style={{ left: at(end) }} />
      )}
      {median.kind === 'value' && <span className="wait-dot" style={{ left: at(median.value) }} />}
    </span>
  );
}
