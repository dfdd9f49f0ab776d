import { useId, useRef, useState } from 'react';
import { fetchCatalogue, type EventKind } from '../../../api/data-catalogue.js';
import { useFetched, type Fetched } from '../../../api/use-fetched.js';
import { plural } from '../../../format/number.js';
import { type MappingForm } from '../prepare/form.js';
import { yamlOf } from '../prepare/form-yaml.js';
import { formatBytes } from '../prepare/outcome.js';
import { starterOf } from '../prepare/starter.js';
import { reread, type ChosenFile } from './chosen-file.js';
import { FormEditor } from './form/form-editor.js';
import { PreviewPanel } from './preview-panel.js';
import { SheetTable } from './sheet-table.js';
import { StartImport } from './start-import.js';
import { useFocusWhenLost } from './use-focus-when-lost.js';
import { usePreview } from './use-preview.js';
import { YamlEditor } from './yaml-editor.js';

interface MappingEditorProps {
  readonly opened: ChosenFile;
  readonly zone: string;
  readonly onCancel: () => void;
}

/** A file, what its rows mean, and what would come of it. */
export function MappingEditor({ opened, zone, onCancel }: MappingEditorProps) {
  const [chosen, setChosen] = useState(opened);
  const [starter, setStarter] = useState(() => starterFor(opened, zone));
  const [form, setForm] = useState(starter.form);
  /** Its own text, once somebody has written in it. */
  const [byHand, setByHand] = useState<string>();
  const catalogue = useFetched(['catalogue'], fetchCatalogue);
  const kinds = catalogue.status === 'shown' ? catalogue.value : [];
  const yaml = byHand ?? yamlOf(form, kindIn(kinds));
  const preview = usePreview(chosen, yaml);
  const faultsId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusWhenLost(heading);

  const readOtherwise = (csv: NonNullable<MappingForm['csv']>): void => {
    const again = reread(chosen, csv, csv.encoding);
    const next = starterFor(again, zone);
    setChosen(again);
    setStarter(next);
    // Its columns are others, so what was said of them says nothing any more; its source is the same.
    setForm({ ...next.form, source: form.source });
  };
  const { file, sheet, head } = chosen;
  return (
    <div className="data-mapping">
      <div className="data-step">
        <h3 ref={heading} tabIndex={-1}>
          1. The file: <span className="data-id">{file.name}</span>
        </h3>
        <p className="basis">
          {formatBytes(file.size)}, {plural(sheet.columns.length, 'column')},{' '}
          {head.isWhole ? plural(sheet.rows.length, 'row') : `more than ${plural(sheet.rows.length, 'row')}`}.{' '}
          <button type="button" className="link" onClick={onCancel}>
            Choose another file
          </button>
        </p>
        <SheetTable sheet={sheet} />
      </div>
      <div className="data-work">
        <div className="data-step">
          <h3>2. What its rows mean</h3>
          <Notes notes={starter.notes} />
          {byHand === undefined ? (
            <Guided
              catalogue={catalogue}
              chosen={chosen}
              form={form}
              onChange={setForm}
              onReadOtherwise={readOtherwise}
            />
          ) : (
            <ByHand onBack={() => setByHand(undefined)} />
          )}
          <YamlEditor
            yaml={yaml}
            onEdit={setByHand}
            describedBy={preview.answer?.kind === 'done' ? undefined : faultsId}
          />
        </div>
        <div className="data-side">
          <PreviewPanel
            preview={preview}
            catalogue={kinds}
            zone={zone}
            isWhole={head.isWhole}
            faultsId={faultsId}
          />
          <StartImport preview={preview} chosen={chosen} mapping={yaml} />
        </div>
      </div>
    </div>
  );
}

function starterFor({ sheet, file, csv, head }: ChosenFile, zone: string) {
  return starterOf({
    sheet,
    isWhole: head.isWhole,
    fileName: file.name,
    csv: csv && { ...csv, encoding: head.encoding },
    zone,
  });
}

function kindIn(kinds: readonly EventKind[]) {
  return (event: string, field: string) =>
    kinds.find(({ name }) => name === event)?.fields.find(({ name }) => name === field)?.kind;
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <div className="data-notes" role="note" data-testid="mapping-notes">
      <p>This was guessed from the names of the columns and the first rows. Please check:</p>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

interface GuidedProps {
  readonly catalogue: Fetched<readonly EventKind[]>;
  readonly chosen: ChosenFile;
  readonly form: MappingForm;
  readonly onChange: (form: MappingForm) => void;
  readonly onReadOtherwise: (csv: NonNullable<MappingForm['csv']>) => void;
}

function Guided({ catalogue, chosen, form, onChange, onReadOtherwise }: GuidedProps) {
  if (catalogue.status === 'loading') {
    return <div className="skeleton data-form-skeleton" role="status" aria-label="Loading: the form" />;
  }
  if (catalogue.status === 'failed') {
    return (
      <p className="data-error" role="status">
        The form needs the event catalogue, which is not available right now: {catalogue.error.message} The
        mapping below can be edited all the same.
      </p>
    );
  }
  return (
    <FormEditor
      kinds={catalogue.value}
      sheet={chosen.sheet}
      form={form}
      onChange={onChange}
      onReadOtherwise={onReadOtherwise}
    />
  );
}

function ByHand({ onBack }: { readonly onBack: () => void }) {
  return (
    <div className="data-notes" role="note" data-testid="by-hand">
      <p>
        You have written in the mapping, so the form leaves it alone.{' '}
        <button type="button" className="link" onClick={onBack}>
          Back to the form, without what I wrote
        </button>
      </p>
    </div>
  );
}
