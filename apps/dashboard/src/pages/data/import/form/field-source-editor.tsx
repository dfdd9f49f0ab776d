import { useId } from 'react';
import { type EventField } from '../../../../api/data-catalogue.js';
import { type FieldSource } from '../../prepare/form.js';

interface FieldSourceEditorProps {
  readonly field: EventField;
  readonly source: FieldSource | undefined;
  readonly columns: readonly string[];
  /** `undefined`: the event goes without the field. */
  readonly onChange: (source: FieldSource | undefined) => void;
}

/** Columns are chosen by their place: one may be called like anything. */
const COLUMN = 'column ';

function valueOf(source: FieldSource | undefined, columns: readonly string[]): string {
  if (source === undefined) return '';
  if (source.from !== 'column') return source.from;
  const index = columns.indexOf(source.column);
  return index < 0 ? '' : `${COLUMN}${index}`;
}

/** Where the value of one field comes from: a column, a fixed value, or several columns put together. */
export function FieldSourceEditor({ field, source, columns, onChange }: FieldSourceEditorProps) {
  const { name, isRequired, hint } = field;
  const hintId = useId();
  const choose = (value: string): void => {
    if (value === 'constant') onChange({ from: 'constant', value: '' });
    else if (value === 'template') onChange({ from: 'template', template: '' });
    else if (value === 'none') onChange(undefined);
    else onChange({ from: 'column', column: columns[Number(value.slice(COLUMN.length))] ?? '' });
  };
  const chosen = valueOf(source, columns);
  const said = hintOf(field, source) ?? hint;
  return (
    <div className="data-field" data-field={name}>
      <label>
        <span>
          {name}
          {isRequired && <span className="muted"> (needed)</span>}
        </span>
        <select
          value={chosen}
          aria-describedby={said === undefined ? undefined : hintId}
          aria-invalid={isRequired && chosen === ''}
          onChange={({ target }) => choose(target.value)}
        >
          {chosen === '' && <option value="">Choose…</option>}
          <optgroup label="Column">
            {columns.map((column, index) => (
              <option key={column} value={`${COLUMN}${index}`}>
                {column}
              </option>
            ))}
          </optgroup>
          <optgroup label="Otherwise">
            <option value="constant">The same for every row…</option>
            <option value="template">Put together…</option>
            {!isRequired && <option value="none">Leave it out</option>}
          </optgroup>
        </select>
      </label>
      {source?.from === 'constant' && (
        <Constant
          field={field}
          value={source.value}
          onChange={(value) => onChange({ from: 'constant', value })}
        />
      )}
      {source?.from === 'template' && (
        <input
          aria-label={`${name}, put together`}
          value={source.template}
          placeholder={`{${columns[0] ?? 'column'}}-{${columns[1] ?? 'column'}}`}
          onChange={({ target }) => onChange({ from: 'template', template: target.value })}
        />
      )}
      {said !== undefined && (
        <span id={hintId} className="basis">
          {said}
        </span>
      )}
    </div>
  );
}

function hintOf({ choices }: EventField, source: FieldSource | undefined): string | undefined {
  if (source?.from === 'template')
    return 'Columns in braces: {Case}-{Round}. Empty as soon as one of them is.';
  if (source?.from === 'column' && source.format !== undefined) return `Read as ${source.format}.`;
  if (source?.from === 'column' && source.column !== '' && choices.length > 0) {
    return `The column must hold ${choices.join(', ')}. What other words mean is said with “values”, in the YAML below.`;
  }
  return undefined;
}

interface ConstantProps {
  readonly field: EventField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Constant({ field, value, onChange }: ConstantProps) {
  const label = `${field.name}, for every row`;
  const choices = field.kind === 'boolean' ? ['true', 'false'] : field.choices;
  if (choices.length > 0) {
    return (
      <select aria-label={label} value={value} onChange={({ target }) => onChange(target.value)}>
        {!choices.includes(value) && <option value={value}>{value === '' ? 'Choose…' : value}</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {field.kind === 'boolean' ? (choice === 'true' ? 'yes' : 'no') : choice}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      aria-label={label}
      value={value}
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
