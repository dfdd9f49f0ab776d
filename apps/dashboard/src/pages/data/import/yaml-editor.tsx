import { useId } from 'react';

interface YamlEditorProps {
  readonly yaml: string;
  readonly onEdit: (yaml: string) => void;
  /** The id of what is wrong with it. */
  readonly describedBy: string | undefined;
}

/** The mapping itself: what is sent, word for word. */
export function YamlEditor({ yaml, onEdit, describedBy }: YamlEditorProps) {
  const hint = useId();
  const rows = Math.min(40, Math.max(10, yaml.split('\n').length + 1));
  return (
    <label className="data-yaml">
      <strong>The mapping, as YAML</strong>
      <span id={hint} className="basis">
        It is what counts; the form above only writes it. Kept as a file, the command line takes it too:{' '}
        <code>npx hearback import FILE --mapping FILE</code>
      </span>
      <textarea
        value={yaml}
        onChange={({ target }) => onEdit(target.value)}
        rows={rows}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        aria-describedby={[hint, describedBy].filter(Boolean).join(' ')}
        aria-invalid={describedBy !== undefined}
        data-testid="mapping-yaml"
      />
    </label>
  );
}
