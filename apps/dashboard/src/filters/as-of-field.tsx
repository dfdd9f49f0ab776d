import { useId, useState, type FormEvent } from 'react';
import { formatInstant } from '../format/instant.js';
import { instantOfLocalTime, localTimeOf } from '../time/zoned.js';
import { Disclosure } from '../elements/disclosure.js';

interface AsOfFieldProps {
  /** The chosen instant, ISO 8601; `undefined`: none is chosen. */
  readonly chosen: string | undefined;
  /** Where the page looks from without a choice: "now" or the end of the sample. */
  readonly defaultLabel: string;
  /** The instant looked at, in milliseconds. */
  readonly at: number;
  /** The latest that can be looked at, in milliseconds. */
  readonly latest: number;
  readonly zone: string;
  readonly onChange: (asOf: string | undefined) => void;
}

const DAY_MS = 86_400_000;
const stepsBack = [
  { label: '1 day earlier', ms: DAY_MS },
  { label: '1 week earlier', ms: 7 * DAY_MS },
  { label: '4 weeks earlier', ms: 28 * DAY_MS },
];

const toIso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');

/** From which instant the page looks. On the wall clock of the organisation's zone, wherever the reader sits. */
export function AsOfField({ chosen, defaultLabel, at, latest, zone, onChange }: AsOfFieldProps) {
  const id = useId();
  const local = localTimeOf(at, zone);
  const [draft, setDraft] = useState(local);
  const [shown, setShown] = useState(chosen);
  if (chosen !== shown) {
    setShown(chosen);
    setDraft(local);
  }
  const instant = instantOfLocalTime(draft, zone);
  const valid = instant !== undefined && instant <= latest && draft >= '1970';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (valid) onChange(toIso(instant));
  };
  const text =
    chosen === undefined
      ? `${defaultLabel.charAt(0).toUpperCase()}${defaultLabel.slice(1)}`
      : formatInstant(at, zone);

  return (
    <Disclosure
      testId="filter-as-of"
      className={`field${chosen === undefined ? '' : ' is-past'}`}
      label={`As of: ${text}`}
      summary={
        <>
          <span className="field-label">As of</span>
          <span className="field-value">{text}</span>
        </>
      }
    >
      <form className="as-of" onSubmit={submit}>
        <label htmlFor={id}>What was known at this moment ({zone})</label>
        <input
          id={id}
          type="datetime-local"
          step={1}
          value={draft}
          max={localTimeOf(latest, zone)}
          aria-invalid={!valid}
          onChange={(event) => setDraft(event.target.value)}
        />
        <button type="submit" className="button" disabled={!valid}>
          Look at it
        </button>
        {!valid && <p className="muted">A moment up to now, please.</p>}
      </form>
      <div className="button-row">
        {stepsBack.map(({ label, ms }) => (
          <button key={label} type="button" className="link" onClick={() => onChange(toIso(at - ms))}>
            {label}
          </button>
        ))}
        {chosen !== undefined && (
          <button type="button" className="link" onClick={() => onChange(undefined)}>
            Clear
          </button>
        )}
      </div>
    </Disclosure>
  );
}
