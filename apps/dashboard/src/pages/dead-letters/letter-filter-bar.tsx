import { useSearchParams } from 'react-router';
import { type LetterFilter, type Standing } from '../../api/data-dead-letters.js';
import { DayField } from '../../filters/day-field.js';
import { knownReasons, wordsOfReason } from '../data/prepare/reasons.js';
import { addressOfLetters } from './prepare/letter-address.js';
import { STANDING_WORDS } from './prepare/outcome-words.js';

const ORIGINS: Readonly<Record<string, string>> = {
  http: 'The HTTP API',
  import: 'Imports',
  log: 'Programs that write to the log',
  sample: 'The bundled sample',
};

/** Which messages are listed. Each change is a step in the browser's history. */
export function LetterFilterBar({ filter }: { readonly filter: LetterFilter }) {
  const [params, setParams] = useSearchParams();
  const change = (changes: Readonly<Partial<Record<keyof LetterFilter, string | undefined>>>): void =>
    setParams(addressOfLetters(params, changes), { preventScrollReset: true });
  const reasons = knownReasons.map((reason) => [reason, wordsOfReason(reason).what] as const);
  const standings = (Object.keys(STANDING_WORDS) as Standing[]).map(
    (standing) => [standing, STANDING_WORDS[standing]] as const,
  );
  const { topic } = filter;
  return (
    <div className="letter-filter" role="group" aria-label="Which messages" data-testid="letter-filter">
      <Select
        label="Reason"
        all="All reasons"
        value={filter.reason}
        options={reasons}
        onChange={(reason) => change({ reason })}
      />
      <Select
        label="Came by"
        all="Every door"
        value={filter.origin}
        options={Object.entries(ORIGINS)}
        onChange={(origin) => change({ origin })}
      />
      <Select
        label="Sent again"
        all="Whether or not"
        value={filter.outcome}
        options={standings}
        onChange={(outcome) => change({ outcome })}
      />
      <DayField label="Received from" value={filter.from} onChange={(from) => change({ from })} />
      <DayField label="and before" value={filter.to} onChange={(to) => change({ to })} />
      {topic !== undefined && (
        <button type="button" className="link" onClick={() => change({ topic: undefined })}>
          Only of the topic {topic}: show all
        </button>
      )}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  /** What no choice is called. */
  readonly all: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
}

function Select({ label, all, value = '', options, onChange }: SelectProps) {
  // A link may name what is not offered here: it stays visible, so that it can be taken off.
  const isListed = value === '' || options.some(([known]) => known === value);
  return (
    <label className="field letter-select">
      <span className="field-label">{label}</span>
      <select
        className="field-value"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        data-testid={`letters-${label.toLowerCase().replace(' ', '-')}`}
      >
        <option value="">{all}</option>
        {!isListed && <option value={value}>{value}</option>}
        {options.map(([known, words]) => (
          <option key={known} value={known}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
