import { type ReplayResult, type ReplayRun } from '../../api/data-replays.js';
import { formatCount } from '../../format/number.js';
import { OUTCOME_WORDS } from './prepare/outcome-words.js';
import { type Replaying } from './use-replay.js';

/** What came of it, message by message; of a trial, what would come of it. */
export function ReplayReport({ replay: { run, error, isBusy } }: { readonly replay: Replaying }) {
  return (
    <div className="letter-report">
      <p role="status" data-testid="replay-report" data-state={stateOf(run, error, isBusy)}>
        {run === undefined && isBusy && 'Sending…'}
        {run !== undefined && <Summary run={run} />}
      </p>
      {error !== null && (
        <p role="alert" className="data-error" data-testid="replay-error">
          {error.message} Sending them again is harmless.
        </p>
      )}
      {run?.error !== undefined && (
        <p role="alert" className="data-error">
          {run.error}
        </p>
      )}
      {run !== undefined && run.results.length > 0 && <Results run={run} />}
    </div>
  );
}

function stateOf(run: ReplayRun | undefined, error: Error | null, isBusy: boolean): string {
  if (error !== null) return 'failed';
  return isBusy ? 'running' : (run?.state ?? 'none');
}

function Summary({ run }: { readonly run: ReplayRun }) {
  const { recorded, duplicate, rejected, notKept } = run.counts;
  const told = [
    [recorded, 'recorded'],
    [duplicate, 'known already'],
    [rejected, 'rejected again'],
    [notKept, 'gone'],
  ] as const;
  const text = told.filter(([n]) => n > 0).map(([n, words]) => `${formatCount(n)} ${words}`);
  return (
    <>
      {run.dryRun && 'Nothing was sent. Of these would be: '}
      {run.state === 'running' && `${formatCount(run.done)} of ${formatCount(run.total)}: `}
      {text.length === 0 ? 'none yet' : text.join(', ')}.
    </>
  );
}

function Results({ run: { results, dryRun, done } }: { readonly run: ReplayRun }) {
  return (
    <details className="letter-results" open={results.length <= 10}>
      <summary>
        Each of {results.length < done && `the first ${formatCount(results.length)} of `}
        {formatCount(done)}
      </summary>
      <ul tabIndex={0} aria-label="What became of each">
        {results.map((result) => (
          <li key={result.id} data-testid="replay-result" data-outcome={result.outcome}>
            <ResultText result={result} dryRun={dryRun} /> <span className="data-id muted">{result.id}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface ResultTextProps {
  readonly result: ReplayResult;
  readonly dryRun: boolean;
}

/** One outcome in words, with what is wrong where something is. */
export function ResultText({ result: { outcome, reason, problems = [] }, dryRun }: ResultTextProps) {
  const { did, would } = OUTCOME_WORDS[outcome];
  return (
    <>
      <strong>{dryRun ? would : did}</strong>
      {reason !== undefined && (
        <>
          : <code>{reason}</code>{' '}
          {problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}
        </>
      )}
    </>
  );
}
