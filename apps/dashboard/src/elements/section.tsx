import { type ReactNode } from 'react';
import { type Answered, type Answers } from '../../metrics/use-answers.js';
import { OutageCard } from '../../states/outage-card.js';

interface SectionProps {
  readonly title: string;
  readonly testId: string;
  readonly answered: Answered;
  /** Only called with figures at hand. */
  readonly children: (answers: Answers) => ReactNode;
}

/** A titled part of the page in each of its states. Figures of the filter before are dimmed until the new ones come. */
export function Section({ title, testId, answered, children }: SectionProps) {
  if (answered.status === 'failed') return <OutageCard error={answered.error} what={`${title}: figures`} />;
  if (answered.status === 'loading') {
    return (
      <div
        className={`card skeleton skeleton-table part-${testId}`}
        role="status"
        aria-label={`Loading: ${title}`}
      />
    );
  }
  return (
    <section
      className={`card part-${testId}${answered.updating ? ' is-updating' : ''}${answered.stale ? ' is-stale' : ''}`}
      aria-label={title}
      aria-busy={answered.updating}
      data-testid={testId}
    >
      <header className="card-header">
        <h2>{title}</h2>
      </header>
      {children(answered.answers)}
    </section>
  );
}
