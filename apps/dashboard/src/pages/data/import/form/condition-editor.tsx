import { useState } from 'react';
import { formatCount } from '../../../../format/number.js';
import { type Condition } from '../../prepare/form.js';
import { wordsOf, type Sheet } from '../../prepare/sheet.js';
import { guessTimeFormat } from '../../prepare/times.js';

interface ConditionEditorProps {
  readonly condition: Condition | undefined;
  readonly sheet: Sheet;
  readonly onChange: (condition: Condition | undefined) => void;
}

/** A column with more different words is no choice of words, and neither is one of times. */
const MOST_WORDS = 40;

/** Which rows a rule takes: all, or those with one of some words in a column. */
export function ConditionEditor({ condition, sheet, onChange }: ConditionEditorProps) {
  const { columns } = sheet;
  const index = condition === undefined ? -1 : columns.indexOf(condition.column);
  const choose = (value: string): void => {
    const column = columns[Number(value)];
    onChange(value === '' || column === undefined ? undefined : { column, values: [] });
  };
  return (
    <div className="data-field data-wide">
      <label>
        <span>Of which rows</span>
        <select
          value={index < 0 ? '' : String(index)}
          onChange={({ target }) => choose(target.value)}
          data-testid="condition-column"
        >
          <option value="">all of them</option>
          {columns.map((column, place) => (
            <option key={column} value={String(place)}>
              where “{column}” …
            </option>
          ))}
        </select>
      </label>
      {condition !== undefined && <Words condition={condition} sheet={sheet} onChange={onChange} />}
    </div>
  );
}

interface WordsProps {
  readonly condition: Condition;
  readonly sheet: Sheet;
  readonly onChange: (condition: Condition) => void;
}

function Words({ condition, sheet, onChange }: WordsProps) {
  const [typed, setTyped] = useState('');
  const { column, values } = condition;
  const seen = wordsOf(sheet, column);
  const isChoice = seen.length <= MOST_WORDS && guessTimeFormat(seen.map(([word]) => word)) === undefined;
  const listed = isChoice ? seen : seen.filter(([word]) => values.includes(word));
  const unseen = values.filter((value) => !seen.some(([word]) => word === value));
  const set = (word: string, isChosen: boolean): void =>
    onChange({ column, values: isChosen ? [...values, word] : values.filter((value) => value !== word) });
  const add = (): void => {
    const word = typed.trim();
    if (word !== '' && !values.includes(word)) set(word, true);
    setTyped('');
  };
  return (
    <fieldset className="data-words">
      <legend className="visually-hidden">Words in {column}</legend>
      <p className="basis">
        {values.length === 0
          ? '… is not empty. Choose words to take fewer rows:'
          : '… is one of the chosen words:'}
      </p>
      {[...listed, ...unseen.map((word) => [word, 0] as const)].map(([word, count]) => (
        <label key={word} className="data-check">
          <input
            type="checkbox"
            checked={values.includes(word)}
            onChange={({ target }) => set(word, target.checked)}
          />
          <span>
            <span dir="auto">{word}</span>{' '}
            <span className="muted">{count === 0 ? 'not in the first rows' : formatCount(count)}</span>
          </span>
        </label>
      ))}
      <span className="data-another">
        <input
          aria-label={`Another word in ${column}`}
          placeholder="Another word"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" className="link" onClick={add} disabled={typed.trim() === ''}>
          Add
        </button>
      </span>
    </fieldset>
  );
}
