import { useId, useState, type FormEvent } from 'react';
import { formatInstant } from '../format/instant.js';
import { instantOfLocalTime, localTimeOf } from '../time/zoned.js';
import { PopoverButton } from '../elements/popover-button.js';
import { isoOf } from './asked.js';

interface AsOfFieldProps {
  /** The chosen instant, ISO 8601; `undefined`: none is chosen. */
  readonly chosen: string | undefined;
  /** Where the page looks from without a choice: "now" or the end of the sample. */
  readonly defaultLabel: string;
  /** The instant looked at, in milliseconds. */
  readonly at: number;
  /** Of the first event, in milliseconds. */
  readonly earliest: number;
  /** The latest that can be looked at, in milliseconds. */
  readonly latest: number;
  readonly zone: string;
  readonly onChange: (asOf: string | undefined) => void;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const stepsBack = [
  { label: '1 day earlier', ms: DAY_MS },
  { label: '1 week earlier', ms: 7 * DAY_MS },
  { label: '4 weeks earlier', ms: 28 * DAY_MS },
];

/** From which instant the page looks. On the wall clock of the organisation's zone, wherever the reader sits. */
export function AsOfField(props: AsOfFieldProps) {
  const { chosen, defaultLabel, at, zone } = props;
  const text =
    chosen === undefined
      ? `${defaultLabel.charAt(0).toUpperCase()}${defaultLabel.slice(1)}`
      : formatInstant(at, zone);
  return (
    <PopoverButton
      testId="filter-as-of"
      className={`field${chosen === undefined ? '' : ' is-past'}`}
      label={`As of: ${text}`}
      summary={
        <>
          <span className="field-label">As of</span>
          <span className="field-value">
            {text}
            {/* On paper "now" is soon nobody knows when. */}
            {chosen === undefined && <span className="print-only">, {formatInstant(at, zone)}</span>}
          </span>
        </>
      }
    >
      {(close) => <AsOfPanel {...props} key={chosen ?? ''} close={close} />}
    </PopoverButton>
  );
}

function AsOfPanel({
  chosen,
  defaultLabel,
  at,
  earliest,
  latest,
  zone,
  onChange,
  close,
}: AsOfFieldProps & { readonly close: () => void }) {
  const id = useId();
  const [draft, setDraft] = useState(localTimeOf(at, zone));
  const instant = instantOfLocalTime(draft, zone);
  const valid = instant !== undefined && instant <= latest && draft >= '1970';
  const choose = (asOf: string | undefined): void => {
    onChange(asOf);
    close();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (valid) choose(isoOf(instant));
  };
  const slid = Math.min(Math.max(instant ?? at, earliest), latest);
  return (
    <>
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
        {earliest < latest && (
          <input
            type="range"
            aria-label="Slide through the time that there are events of"
            aria-valuetext={formatInstant(slid, zone)}
            min={earliest}
            max={latest}
            step={HOUR_MS}
            value={slid}
            onChange={({ target }) => setDraft(localTimeOf(Number(target.value), zone))}
          />
        )}
        <button type="submit" className="button" disabled={!valid}>
          Look at it
        </button>
        {!valid && <p className="muted">A moment up to now, please.</p>}
      </form>
      <div className="button-row">
        {stepsBack.map(({ label, ms }) => (
          <button key={label} type="button" className="link" onClick={() => choose(isoOf(at - ms))}>
            {label}
          </button>
        ))}
        {chosen !== undefined && (
          <button type="button" className="link" onClick={() => choose(undefined)}>
            Back to {defaultLabel === 'now' ? 'now' : `the ${defaultLabel}`}
          </button>
        )}
      </div>
    </>
  );
}
