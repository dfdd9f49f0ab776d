import { useEffect, useId, useState } from 'react';
import { isDay, type Day } from '../time/days.js';

interface DayFieldProps {
  readonly label: string;
  readonly value: Day | undefined;
  readonly min?: Day | undefined;
  readonly max?: Day | undefined;
  readonly onChange: (day: Day | undefined) => void;
}

const TYPING_MS = 700;

/**
 * A day. Typed digit by digit, a year passes through 0002 and 0020, which are days too: the value counts once the
 * reader pauses or leaves.
 */
export function DayField({ label, value, min, max, onChange }: DayFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState(value ?? '');
  const [shown, setShown] = useState(value);
  if (value !== shown) {
    setShown(value);
    setDraft(value ?? '');
  }

  const day = draft === '' ? undefined : draft;
  const inRange =
    day === undefined || (isDay(day) && day >= (min ?? '1970-01-01') && (max === undefined || day <= max));
  const commit = (): void => {
    if (inRange && day !== value) onChange(day);
  };
  useEffect(() => {
    const timer = setTimeout(commit, TYPING_MS);
    return () => clearTimeout(timer);
  });

  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <input
        id={id}
        type="date"
        className={`field-value${draft === '' ? ' is-unset' : ''}`}
        value={draft}
        min={min}
        max={max}
        aria-invalid={!inRange}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </div>
  );
}
