import { useId, useState } from 'react';
import { Disclosure } from '../elements/disclosure.js';

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface ChoiceProps {
  /** "Teams": what is chosen from, in the plural. */
  readonly title: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly testId: string;
}

/** From how many options on a search field helps more than it is in the way. */
const SEARCHABLE = 12;
/** Checkboxes shown at once; more are found by searching. */
const SHOWN = 200;

function summarise(title: string, options: readonly Option[], chosen: readonly string[]): string {
  if (chosen.length === 0) return `All ${title.toLowerCase()}`;
  if (chosen.length > 1) return `${chosen.length} ${title.toLowerCase()}`;
  return options.find(({ value }) => value === chosen[0])?.label ?? chosen[0]!;
}

/** Several of many. None chosen means all of them. */
export function Choice({ title, options, chosen, onChange, testId }: ChoiceProps) {
  const [search, setSearch] = useState('');
  const searchId = useId();
  const known = new Set(options.map(({ value }) => value));
  // A link may name what this organisation does not have: it stays visible, so that it can be taken off.
  const all = [
    ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, label: value })),
    ...options,
  ];
  const wanted = search.trim().toLowerCase();
  const found = wanted === '' ? all : all.filter(({ label }) => label.toLowerCase().includes(wanted));
  const toggle = (value: string): void =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);

  return (
    <Disclosure
      testId={testId}
      className="field"
      label={`${title}: ${summarise(title, options, chosen)}`}
      summary={
        <>
          <span className="field-label">{title}</span>
          <span className="field-value">{summarise(title, options, chosen)}</span>
        </>
      }
    >
      {all.length > SEARCHABLE && (
        <div className="choice-search">
          <label htmlFor={searchId}>Find</label>
          <input
            id={searchId}
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      <fieldset className="choice">
        <legend className="visually-hidden">{title}</legend>
        {found.slice(0, SHOWN).map(({ value, label }) => (
          <label key={value}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            <span>{label}</span>
          </label>
        ))}
        {found.length === 0 && <p className="muted">None of that name.</p>}
        {found.length > SHOWN && (
          <p className="muted">
            {SHOWN} of {found.length} shown: search to find the others.
          </p>
        )}
      </fieldset>
      {chosen.length > 0 && (
        <button type="button" className="link" onClick={() => onChange([])}>
          All {title.toLowerCase()}
        </button>
      )}
    </Disclosure>
  );
}
