import { useId, useMemo } from 'react';
import { type MappingForm } from '../../prepare/form.js';
import { encodings } from '../../prepare/head.js';
import { delimiters } from '../../prepare/sheet.js';

const DELIMITERS: Readonly<Record<(typeof delimiters)[number], string>> = {
  ',': 'Comma ,',
  ';': 'Semicolon ;',
  '\t': 'Tab',
  '|': 'Bar |',
};

const FORMATS = [
  'iso',
  'dd.MM.yyyy HH:mm',
  'dd/MM/yyyy HH:mm',
  'MM/dd/yyyy h:mm a',
  'yyyy-MM-dd',
  'epoch-seconds',
  'epoch-milliseconds',
] as const;

interface FileSettingsProps {
  readonly form: MappingForm;
  readonly onChange: (form: MappingForm) => void;
  readonly onReadOtherwise: (csv: NonNullable<MappingForm['csv']>) => void;
}

/** How the file is read, and what its events are said to come from. */
export function FileSettings({ form, onChange, onReadOtherwise }: FileSettingsProps) {
  const { source, times, csv } = form;
  const ids = { formats: useId(), zones: useId(), source: useId(), format: useId() };
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  return (
    <fieldset className="data-group-of-fields">
      <legend>How the file is read</legend>
      {csv !== undefined && <CsvFields csv={csv} onChange={onReadOtherwise} />}
      <label className="data-field">
        <span>Times are written as</span>
        <input
          value={times.format}
          list={ids.formats}
          aria-describedby={ids.format}
          onChange={({ target }) => onChange({ ...form, times: { ...times, format: target.value } })}
        />
        <span id={ids.format} className="basis">
          iso, epoch-seconds, or like dd.MM.yyyy HH:mm
        </span>
      </label>
      <datalist id={ids.formats}>
        {FORMATS.map((format) => (
          <option key={format} value={format} />
        ))}
      </datalist>
      <label className="data-field">
        <span>Zone of times that name none</span>
        <input
          value={times.zone}
          list={ids.zones}
          placeholder="Europe/Berlin"
          onChange={({ target }) => onChange({ ...form, times: { ...times, zone: target.value } })}
        />
      </label>
      <datalist id={ids.zones}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <label className="data-field data-wide">
        <span>Source</span>
        <input
          value={source}
          aria-describedby={ids.source}
          onChange={({ target }) => onChange({ ...form, source: target.value })}
        />
        <span id={ids.source} className="basis">
          Who says it, as a URI. Give the files of one system the same: a row that comes twice then counts
          once.
        </span>
      </label>
    </fieldset>
  );
}

interface CsvFieldsProps {
  readonly csv: NonNullable<MappingForm['csv']>;
  readonly onChange: (csv: NonNullable<MappingForm['csv']>) => void;
}

function CsvFields({ csv, onChange }: CsvFieldsProps) {
  const isKnown = delimiters.some((delimiter) => delimiter === csv.delimiter);
  return (
    <>
      <label className="data-field">
        <span>Cells are separated by</span>
        <select
          value={csv.delimiter}
          onChange={({ target }) => onChange({ ...csv, delimiter: target.value })}
          data-testid="delimiter"
        >
          {delimiters.map((delimiter) => (
            <option key={delimiter} value={delimiter}>
              {DELIMITERS[delimiter]}
            </option>
          ))}
          {!isKnown && <option value={csv.delimiter}>{csv.delimiter}</option>}
        </select>
      </label>
      <label className="data-field">
        <span>Encoding</span>
        <select
          value={csv.encoding}
          onChange={({ target }) => {
            const encoding = encodings.find((known) => known === target.value);
            if (encoding !== undefined) onChange({ ...csv, encoding });
          }}
        >
          {encodings.map((encoding) => (
            <option key={encoding}>{encoding}</option>
          ))}
        </select>
      </label>
      <label className="data-check data-wide">
        <input
          type="checkbox"
          checked={csv.hasHeader}
          onChange={({ target }) => onChange({ ...csv, hasHeader: target.checked })}
        />
        <span>The first row holds the names of the columns</span>
      </label>
    </>
  );
}
