import { type ApiError } from '../api/get-json.js';
import { RETRY_MS } from '../api/use-fetched.js';

interface OutageCardProps {
  readonly error: ApiError;
  /** What is missing because of it: "The figures", "The trend". */
  readonly what: string;
  readonly onClear?: (() => void) | undefined;
}

const WORDS = {
  away: {
    testId: 'outage',
    title: 'are not available right now',
    advice: `Nothing is lost: events are kept and counted later. This page tries again every ${RETRY_MS / 1000} seconds by itself.`,
  },
  refused: {
    testId: 'refused',
    title: 'cannot be shown',
    advice: 'The service does not accept this selection.',
  },
  forbidden: {
    testId: 'forbidden',
    title: 'are not for you to see',
    advice:
      'Sign in, or ask whoever runs Hearback for access. The figures are there; they are only not shown.',
  },
  unknown: {
    testId: 'unknown',
    title: 'cannot be found',
    advice: 'The link may be old, or the name mistyped.',
  },
} as const;

/** Why there are no figures. Not an empty chart: nobody knows whether there is something to show. */
export function OutageCard({ error, what, onClear }: OutageCardProps) {
  const { testId, title, advice } = WORDS[error.kind];
  return (
    <div className={`card state state-outage state-${error.kind}`} role="alert" data-testid={testId}>
      <h2>
        {what} {title}
      </h2>
      <p>{error.message}</p>
      <p>{advice}</p>
      {error.kind === 'refused' && onClear !== undefined && (
        <button type="button" className="button" onClick={onClear}>
          Start over without filters
        </button>
      )}
    </div>
  );
}
