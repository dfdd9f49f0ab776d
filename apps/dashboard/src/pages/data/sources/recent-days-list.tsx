import { type DayCount } from '../../../api/data-sources.js';
import { formatDay, formatShortDay } from '../../../format/instant.js';
import { formatCount, plural } from '../../../format/number.js';
import { recentDays } from '../prepare/recent-days.js';

/** The last days at a glance, and each of them in numbers. */
export function RecentDaysList({ counts }: { readonly counts: readonly DayCount[] }) {
  const { total, busyDays, busiest, days } = recentDays(counts);
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  return (
    <div className="data-days" data-testid="recent-days">
      <h3>The last {plural(days.length, 'day')}</h3>
      {busiest === undefined ? (
        <p className="muted">Nothing came in since {formatDay(first.day)}.</p>
      ) : (
        <>
          <p className="basis">
            {plural(total, 'event')} on {plural(busyDays, 'day')}; the most on {formatDay(busiest.day)}:{' '}
            {formatCount(busiest.events)}.
          </p>
          {/* The numbers are in the list below. */}
          <div className="data-strip" aria-hidden="true">
            {days.map(({ day, events, share }) => (
              <span key={day} title={`${formatDay(day)}: ${formatCount(events)}`}>
                <span style={{ blockSize: `${share * 100}%` }} className={events > 0 ? 'has-any' : ''} />
              </span>
            ))}
          </div>
          <p className="data-strip-ends muted" aria-hidden="true">
            <span>{formatShortDay(first.day)}</span>
            <span>{formatShortDay(last.day)}</span>
          </p>
          <details>
            <summary>Day by day</summary>
            <ol className="data-day-list" reversed>
              {days.toReversed().map(({ day, events, share }) => (
                <li key={day}>
                  <span>{formatDay(day)}</span>
                  <span className="data-day-bar" style={{ inlineSize: `${share * 100}%` }} />
                  <span className="data-day-count">{formatCount(events)}</span>
                </li>
              ))}
            </ol>
          </details>
        </>
      )}
    </div>
  );
}
