import { type EventKind } from '../../../../api/data-catalogue.js';
import { emptyRule, type MappingForm, type RuleForm } from '../../prepare/form.js';
import { type Sheet } from '../../prepare/sheet.js';
import { FileSettings } from './file-settings.js';
import { RuleEditor } from './rule-editor.js';

interface FormEditorProps {
  readonly kinds: readonly EventKind[];
  readonly sheet: Sheet;
  readonly form: MappingForm;
  readonly onChange: (form: MappingForm) => void;
  /** Reads the file anew. */
  readonly onReadOtherwise: (csv: NonNullable<MappingForm['csv']>) => void;
}

/** A mapping without writing YAML: how the file is read, and which events its rows make. */
export function FormEditor({ kinds, sheet, form, onChange, onReadOtherwise }: FormEditorProps) {
  const { rules } = form;
  const change = (key: string, changed: RuleForm): void =>
    onChange({ ...form, rules: rules.map((rule) => (rule.key === key ? changed : rule)) });
  return (
    <form className="data-form" onSubmit={(event) => event.preventDefault()}>
      <FileSettings form={form} onChange={onChange} onReadOtherwise={onReadOtherwise} />
      {rules.map((rule, index) => (
        <RuleEditor
          key={rule.key}
          number={index + 1}
          rule={rule}
          kinds={kinds}
          sheet={sheet}
          onChange={(changed) => change(rule.key, changed)}
          onRemove={
            rules.length > 1
              ? () => onChange({ ...form, rules: rules.filter(({ key }) => key !== rule.key) })
              : undefined
          }
        />
      ))}
      <button
        type="button"
        className="link"
        onClick={() => onChange({ ...form, rules: [...rules, emptyRule(rules, 'response.sent')] })}
        data-testid="add-rule"
      >
        Add a rule: rows may make more than one kind of event
      </button>
    </form>
  );
}
