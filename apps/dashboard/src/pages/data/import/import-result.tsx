import { useRef } from 'react';
import { Link } from 'react-router';
import { failedRowsPath, type ImportState } from '../../../api/data-imports.js';
import { type ImportAnswer } from '../../../api/data-send-import.js';
import { formatCount, plural } from '../../../format/number.js';
import { outcomeLines } from '../prepare/outcome.js';
import { FailedRows } from './failed-rows.js';
import { MappingFaults } from './mapping-faults.js';
import { startImport, type OngoingImport } from './ongoing-import.js';
import { useFocusWhenLost } from './use-focus-when-lost.js';

type ImportResultProps = Extract<OngoingImport, { phase: 'ended' }> & {
  /** The mapping is still at hand. */
  readonly canMend: boolean;
  readonly onClose: () => void;
};

/** What became of an import, and what to do next. */
export function ImportResult({ job, answer, isStopped, canMend, onClose }: ImportResultProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusWhenLost(heading);
  const canRunAgain = answer.kind === 'broke-off';
  return (
    <div
      className="data-result"
      data-testid="import-result"
      data-kind={answer.kind}
      role="group"
      aria-label="What became of the import"
    >
      <h3 ref={heading} tabIndex={-1}>
        {titleOf(answer, isStopped)} <span className="data-id">{job.name}</span>
      </h3>
      <Explanation answer={answer} isStopped={isStopped} />
      {answer.kind !== 'mapping' && answer.state !== undefined && <Counts state={answer.state} />}
      <p className="button-row">
        {canRunAgain && (
          <button type="button" className="button" onClick={() => void startImport(job)}>
            Run it again
          </button>
        )}
        {answer.kind === 'done' && (
          <Link to="/" className="button">
            See the figures
          </Link>
        )}
        <button type="button" className="link" onClick={onClose} data-testid="import-another">
          {answer.kind === 'done' ? 'Import another file' : canMend ? 'Back to the mapping' : 'Choose a file'}
        </button>
      </p>
    </div>
  );
}

function titleOf({ kind }: ImportAnswer, isStopped: boolean): string {
  if (isStopped) return 'Stopped:';
  switch (kind) {
    case 'done':
      return 'Imported:';
    case 'broke-off':
      return 'Broke off:';
    case 'mapping':
    case 'file':
      return 'Not imported to its end:';
  }
}

interface ExplanationProps {
  readonly answer: ImportAnswer;
  readonly isStopped: boolean;
}

function Explanation({ answer, isStopped }: ExplanationProps) {
  if (isStopped) {
    return (
      <p>
        What was on its way may still be recorded, as the list below tells, and it stays. Run it again, and
        nothing is counted twice.
      </p>
    );
  }
  switch (answer.kind) {
    case 'done':
      return answer.state.message === undefined ? null : <p>{answer.state.message}</p>;
    case 'mapping':
      return <MappingFaults faults={answer.faults} />;
    case 'file':
    case 'broke-off':
      return (
        <p role="alert" className="data-error">
          {answer.message}
        </p>
      );
  }
}

function Counts({ state }: { readonly state: ImportState }) {
  const { counts, firstFailures, rows, id } = state;
  const failures = counts.failed + counts.rejected;
  return (
    <>
      <p className="basis">
        {/* The last that was heard may not be the last that happened. */}
        {state.state === 'running' ? 'Until the last word of it, ' : ''}
        {plural(rows, 'row')} read:
      </p>
      <dl className="data-outcome">
        {outcomeLines(counts).map(({ name, count, title, meaning }) => (
          <div key={name} data-outcome={name} className={count === 0 ? 'is-none' : ''}>
            <dt>{title}</dt>
            <dd>
              <strong className="figure">{formatCount(count)}</strong>{' '}
              <span className="muted">{meaning}</span>
            </dd>
          </div>
        ))}
      </dl>
      {failures > 0 && (
        <>
          <FailedRows failures={firstFailures} testId="import-failure" />
          <p className="table-foot">
            <a className="link" href={failedRowsPath(id)} download data-testid="import-rejected">
              All rows that failed or were refused, as CSV
            </a>
            {counts.failed > 0 && ' – mended and imported again, the others are not counted twice.'}
          </p>
        </>
      )}
    </>
  );
}
