import { Banner } from '../states/banner.js';
import { formatTime } from '../format/instant.js';
import { type Connection } from './stream.js';

interface FreshnessProps {
  readonly connection: Connection;
  readonly zone: string;
}

/** In the header: whether this page would notice news. */
export function LiveIndicator({ connection, zone }: FreshnessProps) {
  const text = {
    connecting: 'Connecting…',
    live: 'Live',
    disconnected: 'Reconnecting…',
  }[connection.state];
  const title =
    connection.state === 'disconnected'
      ? `No connection since ${formatTime(connection.since, zone)}`
      : 'The figures follow new events by themselves';
  return (
    <span
      className={`live live-${connection.state}`}
      role="status"
      title={title}
      data-testid="live-indicator"
      data-state={connection.state}
    >
      <span aria-hidden="true" className="live-dot" />
      {text}
    </span>
  );
}

interface StaleBannerProps extends FreshnessProps {
  /** Why the figures could not be brought up to date. */
  readonly reason: string | undefined;
  /** When the oldest of them were fetched, in milliseconds. */
  readonly fetchedAt: number | undefined;
}

/** Figures stay in sight when their source is away, but nobody shall take them for today's. */
export function StaleBanner({ connection, zone, reason, fetchedAt }: StaleBannerProps) {
  if (fetchedAt === undefined) return null;
  if (reason === undefined && connection.state !== 'disconnected') return null;
  return (
    <Banner kind="stale" testId="stale-banner">
      <p>
        <strong>These figures are from {formatTime(fetchedAt, zone)} and may be out of date.</strong>{' '}
        {reason ?? 'The connection for news is lost.'} Trying again by itself.
      </p>
    </Banner>
  );
}
