import { formatInstant } from '../../../format/instant.js';
import { type PreviewEvent } from '../prepare/preview-events.js';

interface PreviewEventsProps {
  readonly events: readonly PreviewEvent[];
  readonly zone: string;
}

/** Events as people read them, each as it would be sent in a disclosure. */
export function PreviewEvents({ events, zone }: PreviewEventsProps) {
  return (
    <ol className="data-events">
      {events.map(({ id, title, name, time, fields, json }, index) => (
        <li key={`${index} ${id}`} data-testid="preview-event" data-event={name}>
          <p>
            <strong>{title}</strong>{' '}
            <span className="muted">{time === undefined ? 'without a time' : formatInstant(time, zone)}</span>
          </p>
          <dl className="data-fields">
            {fields.map(([field, value]) => (
              <div key={field}>
                <dt>{field}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ))}
          </dl>
          <details>
            <summary>
              As it would be sent<span className="visually-hidden"> (event {index + 1})</span>
            </summary>
            <pre tabIndex={0} role="region" aria-label={`Event ${index + 1} as JSON`}>
              {json}
            </pre>
          </details>
        </li>
      ))}
    </ol>
  );
}
