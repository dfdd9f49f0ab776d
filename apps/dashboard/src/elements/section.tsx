import { useRef, type ReactNode } from 'react';
import { type Fetched } from '../api/use-fetched.js';
import { ExportMenu, type ExportedTable } from '../export/export-menu.js';
import { OutageCard } from '../states/outage-card.js';

interface SectionProps<Value> {
  readonly title: string;
  readonly testId: string;
  readonly part: Fetched<Value>;
  /** What it holds as a table, to be taken away as CSV; its chart can be taken as a picture as well. */
  readonly exported?: (value: Value) => ExportedTable;
  readonly hasChart?: boolean;
  readonly tools?: ReactNode;
  /** Only called with figures at hand. */
  readonly children: (value: Value) => ReactNode;
}

/** A titled part of the page in each of its states. Figures of the filter before are dimmed until the new ones come. */
export function Section<Value>(props: SectionProps<Value>) {
  const { title, testId, part, exported, hasChart = false, tools, children } = props;
  const body = useRef<HTMLElement>(null);
  if (part.status === 'failed') return <OutageCard error={part.error} what={`${title}: figures`} />;
  if (part.status === 'loading') {
    return (
      <div
        className={`card skeleton skeleton-table part-${testId}`}
        role="status"
        aria-label={`Loading: ${title}`}
      />
    );
  }
  const { value, updating, stale } = part;
  return (
    <section
      ref={body}
      className={`card part-${testId}${updating ? ' is-updating' : ''}${stale ? ' is-stale' : ''}`}
      aria-label={title}
      aria-busy={updating}
      data-testid={testId}
    >
      <header className="card-header">
        <h2>{title}</h2>
        <div className="card-tools">
          {tools}
          {exported !== undefined && (
            <ExportMenu
              name={testId}
              title={title}
              table={() => exported(value)}
              {...(hasChart && { chart: body })}
            />
          )}
        </div>
      </header>
      {children(value)}
    </section>
  );
}
