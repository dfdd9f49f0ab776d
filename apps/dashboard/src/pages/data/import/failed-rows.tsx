import { type FailedRow } from '../../../api/data-imports.js';

interface FailedRowsProps {
  readonly failures: readonly FailedRow[];
  readonly testId: string;
}

/** Rows that could not be used, each with its place in the file and its reason. */
export function FailedRows({ failures, testId }: FailedRowsProps) {
  if (failures.length === 0) return null;
  return (
    <div className="table-scroll" role="region" aria-label="Failed rows" tabIndex={0}>
      <table className="data-failures">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Column</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {failures.map(({ line, column, reason }) => (
            <tr key={JSON.stringify([line, column, reason])} data-testid={testId}>
              <th scope="row">{line}</th>
              <td>{column === '' ? <span className="muted">whole row</span> : column}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
