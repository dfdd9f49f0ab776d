import { type ApiError } from '../api/get-json.js';
import { RETRY_MS } from '../metrics/use-answers.js';

interface OutageCardProps {
  readonly error: ApiError;
  /** What is missing because of it: "The figures", "The trend". */
  readonly what: string;
  readonly onClear?: (() => void) | undefined;
}

/** Why there are no figures. Not an empty chart: nobody knows whether there is something to show. */
export function OutageCard({ error, what, onClear }: OutageCardProps) {
  const refused = error.kind === 'refused';
  return (
    <div className="card state state-outage" role="alert" data-testid={refused ? 'refused' : 'outage'}>
      <h2>
        {what} {refused ? 'cannot be shown' : 'are not available right now'}
      </h2>
      <p>{error.message}</p>
      {refused ? (
        <p>The service does not accept this selection.</p>
      ) : (
        <p>
          Nothing is lost: events are kept and counted later. This page tries again every {RETRY_MS / 1000}{' '}
          seconds by itself.
        </p>
      )}
      {refused && onClear !== undefined && (
        <button type="button" className="button" onClick={onClear}>
          Start over without filters
        </button>
      )}
    </div>
  );
}
