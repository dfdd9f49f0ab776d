import { formatInstant, formatShortInstant } from '../format/instant.js';

interface InstantProps {
  /** ISO 8601; nothing: a dash. */
  readonly at: string | null | undefined;
  readonly zone: string;
}

/** An instant in a table: short, and exact where the pointer rests. */
export function Instant({ at, zone }: InstantProps) {
  if (typeof at !== 'string') return <span className="muted">–</span>;
  const instant = Date.parse(at);
  return (
    <time dateTime={at} title={formatInstant(instant, zone)}>
      {formatShortInstant(instant, zone)}
    </time>
  );
}
