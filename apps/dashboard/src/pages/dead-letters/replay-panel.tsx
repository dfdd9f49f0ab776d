import { type LetterFilter } from '../../api/data-dead-letters.js';
import { type ReplayChoice } from '../../api/data-replays.js';
import { formatCount, plural } from '../../format/number.js';
import { ReplayReport } from './replay-report.js';
import { useReplay } from './use-replay.js';

interface ReplayPanelProps {
  readonly filter: LetterFilter;
  /** How many the filter chooses. */
  readonly total: number;
  readonly isNarrowed: boolean;
  /** Ids of those that are ticked; none: all of the filter are meant. */
  readonly chosen: readonly string[];
}

/** Sending again what is ticked, or else all of the filter; tried first without sending anything. */
export function ReplayPanel({ filter, total, isNarrowed, chosen }: ReplayPanelProps) {
  const replay = useReplay();
  const choice: ReplayChoice = chosen.length > 0 ? { ids: chosen } : { filter };
  const count = chosen.length > 0 ? chosen.length : total;
  const which = chosen.length > 0 ? 'chosen' : isNarrowed ? 'of this filter' : 'in all';
  return (
    <div className="letter-replay" data-testid="replay-panel">
      <p role="status" data-testid="replay-choice">
        <strong>{plural(count, 'message')}</strong> {which}
        {chosen.length === 0 && <span className="muted"> (tick some to choose only those)</span>}
      </p>
      <div className="button-row">
        <button
          type="button"
          className="link"
          disabled={replay.isBusy}
          onClick={() => replay.start(choice, true)}
          data-testid="replay-try"
        >
          See what would become of {count === 1 ? 'it' : 'them'}
        </button>
        <button
          type="button"
          className="button"
          disabled={replay.isBusy}
          onClick={() => replay.start(choice, false)}
          data-testid="replay-send"
        >
          Send {formatCount(count)} again
        </button>
      </div>
      <ReplayReport replay={replay} />
    </div>
  );
}
