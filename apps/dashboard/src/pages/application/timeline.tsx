import { type TimelineEntry } from '../../api/application.js';
import { formatInstant } from '../../format/instant.js';
import { changeWords, entryTitle, retractionWords } from './course.js';

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
  readonly zone: string;
}

/** Each event: what it was, what it started, stopped or changed, and how it was told. */
export function Timeline({ entries, zone }: TimelineProps) {
  return (
    <ol className="timeline">
      {entries.map((entry, index) => {
        const { time, event, changes } = entry;
        const retraction = retractionWords(entry);
        return (
          <li key={`${time} ${event?.source ?? ''} ${event?.id ?? index}`} data-testid="timeline-entry">
            <p className="timeline-head">
              <time dateTime={time}>{formatInstant(Date.parse(time), zone)}</time>{' '}
              <strong>{entryTitle(entry)}</strong>
              {retraction !== undefined && <span className="flag">{retraction}</span>}
            </p>
            {changes.length > 0 && (
              <ul>
                {changes.map((change) => (
                  <li
                    key={`${change.obligationId} ${change.change}`}
                    className={`change-of-${change.change}`}
                  >
                    {changeWords({
                      ...change,
                      promisedFor:
                        change.promisedFor === null
                          ? null
                          : formatInstant(Date.parse(change.promisedFor), zone),
                    })}
                  </li>
                ))}
              </ul>
            )}
            {event !== undefined && (
              <details>
                <summary>The event as it was sent</summary>
                <pre tabIndex={0}>{JSON.stringify(event, null, 2)}</pre>
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}
