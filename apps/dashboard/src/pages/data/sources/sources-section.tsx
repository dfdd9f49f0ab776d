import { type Sources } from '../../../api/data-sources.js';
import { type Fetched } from '../../../api/use-fetched.js';
import { Section } from '../../../elements/section.js';
import { type ExportedTable } from '../../../export/export-menu.js';
import { formatInstant } from '../../../format/instant.js';
import { plural } from '../../../format/number.js';
import { quietSources } from '../prepare/quiet.js';
import { RecentDaysList } from './recent-days-list.js';
import { SourcesTable } from './sources-table.js';

interface SourcesSectionProps {
  readonly part: Fetched<Sources>;
  readonly zone: string;
  /** In milliseconds. */
  readonly now: number;
}

/** Who sent what, how late it came, and who has stopped. */
export function SourcesSection({ part, zone, now }: SourcesSectionProps) {
  const hasAny = part.status === 'shown' && part.value.sources.length > 0;
  return (
    <Section
      title="What came in"
      testId="data-sources"
      part={part}
      {...(hasAny && { exported: exportedSources })}
    >
      {({ sources, days }) =>
        sources.length === 0 ? (
          <p className="muted" data-testid="no-sources">
            No event has come in yet.
          </p>
        ) : (
          <>
            <Quiet sources={sources} zone={zone} now={now} />
            <SourcesTable sources={sources} zone={zone} />
            <p className="basis data-note">
              How late: from when something happened until Hearback heard of it. Of a history that was
              imported, that is mostly its age.
            </p>
            <RecentDaysList counts={days} />
          </>
        )
      }
    </Section>
  );
}

function Quiet({
  sources,
  zone,
  now,
}: Pick<Sources, 'sources'> & { readonly zone: string; readonly now: number }) {
  const quiet = quietSources(sources, now);
  if (quiet.length === 0) return null;
  return (
    <ul className="data-quiet" role="note" data-testid="quiet-sources">
      {quiet.map(({ source, since, days }) => (
        <li key={source}>
          <strong className="data-id">{source}</strong> has gone quiet: nothing has come from it for{' '}
          {plural(days, 'day')}, since {formatInstant(since, zone)}. Figures that rest on it may be too old.
        </li>
      ))}
    </ul>
  );
}

function exportedSources({ sources }: Sources): ExportedTable {
  return {
    columns: [
      'Source',
      'Events',
      'First event',
      'Last event',
      'Last heard of',
      'Half within (seconds)',
      '9 in 10 within (seconds)',
      'Longest (seconds)',
      'Sample',
      'Simulated',
      'Types',
    ],
    rows: sources.map(({ source, events, firstAt, lastAt, lastRecordedAt, lateness, types, ...marks }) => [
      source,
      events,
      firstAt,
      lastAt,
      lastRecordedAt,
      lateness.median,
      lateness.p90,
      lateness.longest,
      marks.sample,
      marks.simulated,
      types.map(({ type, events: count }) => `${type}: ${count}`).join('; '),
    ]),
  };
}
