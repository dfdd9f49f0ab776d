import { type EventField, type EventKind } from '../../../../api/data-catalogue.js';
import { type FieldSource, type RuleForm } from '../../prepare/form.js';
import { type Sheet } from '../../prepare/sheet.js';
import { ConditionEditor } from './condition-editor.js';
import { FieldSourceEditor } from './field-source-editor.js';

interface RuleEditorProps {
  readonly number: number;
  readonly rule: RuleForm;
  readonly kinds: readonly EventKind[];
  readonly sheet: Sheet;
  readonly onChange: (rule: RuleForm) => void;
  readonly onRemove: (() => void) | undefined;
}

/** When an event happened stands outside its data. */
const TIME: EventField = {
  name: 'time',
  kind: 'time',
  isRequired: true,
  hint: 'When it happened.',
  choices: [],
};

const CHOOSE: FieldSource = { from: 'column', column: '' };

/** One kind of event that rows make, field by field. */
export function RuleEditor({ number, rule, kinds, sheet, onChange, onRemove }: RuleEditorProps) {
  const kind = kinds.find(({ name }) => name === rule.event);
  const fields = (kind?.fields ?? []).filter(({ kind: holds }) => holds !== 'list');
  const isGiven = ({ name, isRequired }: EventField): boolean => isRequired || Object.hasOwn(rule.data, name);
  const lists = (kind?.fields ?? []).filter(({ kind: holds }) => holds === 'list');

  const setField = (name: string, source: FieldSource | undefined): void => {
    const others = Object.entries(rule.data).filter(([other]) => other !== name);
    const data = source === undefined ? Object.fromEntries(others) : { ...rule.data, [name]: source };
    onChange({ ...rule, data });
  };
  const setEvent = (event: string): void => {
    const next = kinds.find(({ name }) => name === event);
    const known = new Set(next?.fields.map(({ name }) => name));
    const data = Object.fromEntries(Object.entries(rule.data).filter(([name]) => known.has(name)));
    onChange({ ...rule, event, data });
  };
  return (
    <fieldset className="data-group-of-fields" data-testid="rule">
      <legend>
        Rule {number}: <span className="data-id">{rule.name}</span>
      </legend>
      <label className="data-field data-wide">
        <span>A row means</span>
        <select value={rule.event} onChange={({ target }) => setEvent(target.value)} data-testid="rule-event">
          {kinds.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
        {kind !== undefined && <span className="basis">{kind.meaning}</span>}
      </label>
      <ConditionEditor
        condition={rule.condition}
        sheet={sheet}
        onChange={(condition) => onChange({ ...rule, condition })}
      />
      {/* Asked for in the order of the catalogue, so that one that is added stands where it belongs. */}
      <FieldSourceEditor
        field={TIME}
        source={rule.time}
        columns={sheet.columns}
        onChange={(time) => onChange({ ...rule, time })}
      />
      {fields.filter(isGiven).map((field) => (
        <FieldSourceEditor
          key={field.name}
          field={field}
          source={Object.hasOwn(rule.data, field.name) ? rule.data[field.name] : undefined}
          columns={sheet.columns}
          onChange={(source) => setField(field.name, source)}
        />
      ))}
      <div className="data-wide data-rule-foot">
        <label className="data-add">
          <span className="visually-hidden">Add a field to rule {number}</span>
          <select
            value=""
            onChange={({ target }) => setField(target.value, CHOOSE)}
            disabled={fields.every(isGiven)}
            data-testid="add-field"
          >
            <option value="">Add a field…</option>
            {fields
              .filter((field) => !isGiven(field))
              .map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
          </select>
        </label>
        {onRemove !== undefined && (
          <button type="button" className="link" onClick={onRemove}>
            Remove rule {number}
          </button>
        )}
        {lists.length > 0 && (
          <p className="basis">
            Lists ({lists.map(({ name }) => name).join(', ')}) are written in the YAML below.
          </p>
        )}
      </div>
    </fieldset>
  );
}
