import { failedRowsPath, type ImportState } from '../../../api/data-imports.js';
import { type Fetched } from '../../../api/use-fetched.js';
import { Section } from '../../../elements/section.js';
import { type ExportedTable } from '../../../export/export-menu.js';
import { formatInstant } from '../../../format/instant.js';
import { formatCount } from '../../../format/number.js';
import { outcomeLines } from '../prepare/outcome.js';

const STATES = { running: 'Running', done: 'Done', failed: 'Broke off' } as const;

const NO_COUNTS = { events: 0, recorded: 0, duplicate: 0, rejected: 0, ignored: 0, failed: 0 };
const COLUMNS = outcomeLines(NO_COUNTS);

interface LastImportsProps {
  readonly imports: Fetched<readonly ImportState[]>;
  readonly zone: string;
}

/** What was imported since the service started. */
export function LastImports({ imports, zone }: LastImportsProps) {
  const hasAny = imports.status === 'shown' && imports.value.length > 0;
  return (
    <Section
      title="Last imports"
      testId="last-imports"
      part={imports}
      {...(hasAny && { exported: exportedImports })}
    >
      {(value) =>
        value.length === 0 ? (
          <p className="muted">No file has been imported since the service was started.</p>
        ) : (
          <div className="table-scroll" role="region" aria-label="Table of the last imports" tabIndex={0}>
            <table className="data-imports">
              <thead>
                <tr>
                  <th scope="col">File</th>
                  <th scope="col">Begun</th>
                  <th scope="col">State</th>
                  <th scope="col">Rows</th>
                  {COLUMNS.map(({ name, title, meaning }) => (
                    <th key={name} scope="col" title={meaning}>
                      {title}
                    </th>
                  ))}
                  <th scope="col">Failed rows</th>
                </tr>
              </thead>
              <tbody>
                {value.map((state) => (
                  <ImportRow key={state.id} state={state} zone={zone} />
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Section>
  );
}

function ImportRow({ state, zone }: { readonly state: ImportState; readonly zone: string }) {
  const { id, name, startedAt, rows, counts, error } = state;
  const hasFailed = counts.failed + counts.rejected > 0;
  return (
    <tr data-testid="import" data-state={state.state}>
      <th scope="row">
        <span className="data-id">{name ?? 'Without a name'}</span>
        {error !== undefined && <span className="data-why">{error}</span>}
      </th>
      <td>{formatInstant(Date.parse(startedAt), zone)}</td>
      <td>{STATES[state.state]}</td>
      <td>{formatCount(rows)}</td>
      {outcomeLines(counts).map((line) => (
        <td key={line.name}>{formatCount(line.count)}</td>
      ))}
      <td>
        {hasFailed ? (
          <a className="link" href={failedRowsPath(id)} download>
            CSV<span className="visually-hidden"> of the failed rows of {name}</span>
          </a>
        ) : (
          <span className="muted">none</span>
        )}
      </td>
    </tr>
  );
}

function exportedImports(value: readonly ImportState[]): ExportedTable {
  return {
    columns: ['Id', 'File', 'Begun', 'Ended', 'State', 'Rows', ...COLUMNS.map(({ title }) => title), 'Error'],
    rows: value.map(({ id, name, startedAt, finishedAt, state, rows, counts, error }) => [
      id,
      name,
      startedAt,
      finishedAt,
      STATES[state],
      rows,
      ...outcomeLines(counts).map(({ count }) => count),
      error,
    ]),
  };
}
