import { useRef } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import { plural } from '../../../format/number.js';
import { formatBytes } from '../prepare/outcome.js';
import { type OngoingImport } from './ongoing-import.js';
import { useFocusWhenLost } from './use-focus-when-lost.js';

/** How far an import is: real progress, since the service reads no faster than it records. */
export function ImportProgress({ job, share, state, stop }: Extract<OngoingImport, { phase: 'running' }>) {
  const { size } = job.file;
  const isSent = share === 1;
  const group = useRef<HTMLDivElement>(null);
  useFocusWhenLost(group);
  return (
    <div
      ref={group}
      tabIndex={-1}
      role="group"
      aria-label={`The import of ${job.name} is running`}
      className="data-progress"
      data-testid="import-progress"
    >
      <ProgressBar
        value={share * 100}
        isIndeterminate={isSent}
        valueLabel={`${Math.floor(share * 100)} %, ${formatBytes(share * size)} of ${formatBytes(size)}`}
      >
        {({ percentage = 100, valueText }) => (
          <>
            <div className="data-progress-head">
              <Label>
                Importing <span className="data-id">{job.name}</span>
              </Label>
              <span className="figure">{isSent ? 'recording the last rows…' : valueText}</span>
            </div>
            <div className="data-bar">
              <div style={{ inlineSize: `${percentage}%` }} className={isSent ? 'is-finishing' : ''} />
            </div>
          </>
        )}
      </ProgressBar>
      <p className="basis" data-testid="import-counts">
        {state === undefined
          ? 'Beginning…'
          : [
              `${plural(state.rows, 'row')} read`,
              `${plural(state.counts.recorded, 'event')} recorded`,
              ...(state.counts.duplicate > 0
                ? [`${plural(state.counts.duplicate, 'event')} known before`]
                : []),
              ...(state.counts.failed > 0 ? [`${plural(state.counts.failed, 'row')} failed`] : []),
            ].join(' · ')}
      </p>
      <p className="basis">
        You can look at the other pages meanwhile; closing this window would break it off.{' '}
        <button type="button" className="link" onClick={stop}>
          Stop the import
        </button>
      </p>
    </div>
  );
}
