import { type Change } from '../metrics/change.js';

const MARKS: Readonly<Record<Change['direction'], string>> = {
  better: '▲',
  worse: '▼',
  none: '=',
  neutral: '•',
  unknown: '•',
};

const WORDS: Readonly<Record<Change['direction'], string>> = {
  better: 'better',
  worse: 'worse',
  none: '',
  neutral: '',
  unknown: '',
};

interface ChangeTextProps {
  readonly change: Change | undefined;
  /** Where the head of a column says since when. */
  readonly isShort?: boolean;
}

/** How a figure moved within a week. The mark says better or worse, not up or down. */
export function ChangeText({ change, isShort = false }: ChangeTextProps) {
  if (change === undefined) return null;
  const { direction, text, before } = change;
  const hint = before.value === undefined ? text : `A week before: ${before.text}`;
  return (
    <span className={`change change-${direction}`} title={hint} data-testid="change">
      <span aria-hidden="true">{MARKS[direction]}</span> {text}
      {WORDS[direction] !== '' && <span className="visually-hidden"> ({WORDS[direction]})</span>}
      {!isShort && !text.startsWith('was') && !text.startsWith('nothing') && ' in a week'}
    </span>
  );
}
