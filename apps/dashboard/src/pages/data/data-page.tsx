import { useState } from 'react';
import { type PageProps } from '../../app.js';
import { fetchSources } from '../../api/data-sources.js';
import { shownOf, useFetched } from '../../api/use-fetched.js';
import { useView } from '../../filters/view.js';
import { StaleBanner } from '../../live/freshness.js';
import { useAnswers } from '../../metrics/use-answers.js';
import { NowBanner, SampleBanner } from '../../states/banners.js';
import { SimulatedBanner } from '../../states/simulated-banner.js';
import { BetweenLines } from './between-lines.js';
import { DeadLetters } from './dead-letters/dead-letters.js';
import { useDeadLetters } from './dead-letters/use-dead-letters.js';
import { ImportSection } from './import/import-section.js';
import { LastImports } from './import/last-imports.js';
import { useImports } from './import/use-imports.js';
import { SourcesSection } from './sources/sources-section.js';

const METRICS = ['time-to-response'] as const;

/** What came in, what was made of it, what was not taken, and how to bring in more. */
export default function DataPage({ organisation, connection, stale }: PageProps) {
  const view = useView(organisation);
  const sources = useFetched(['sources'], fetchSources);
  // Everything up to the moment looked at, whatever the other pages are narrowed to.
  const { asOf } = view.asked;
  const everything = { team: [], stage: [], job: [], ...(asOf !== undefined && { asOf }) };
  const counts = useAnswers(METRICS, everything);
  const deadLetters = useDeadLetters();
  const imports = useImports();
  // Settled when the page opens: the first events of an import must not move the import away.
  const [isFirstUse] = useState(organisation.events.count === 0);

  const parts = shownOf([sources, counts, deadLetters.pages.part, imports]);
  const reasons = parts.map((part) => part.stale?.message);
  const importing = (
    <>
      <ImportSection zone={organisation.timeZone} />
      <LastImports imports={imports} zone={organisation.timeZone} />
    </>
  );
  return (
    <>
      <div className="page-title">
        <h1>Data</h1>
      </div>
      <NowBanner view={view} but="So does what was read between the lines, below." />
      <SampleBanner view={view} />
      <SimulatedBanner organisation={organisation} />
      <StaleBanner
        connection={connection}
        zone={organisation.timeZone}
        reason={stale ?? reasons.find(Boolean)}
        fetchedAt={parts.length === 0 ? undefined : Math.min(...parts.map(({ fetchedAt }) => fetchedAt))}
      />
      {isFirstUse && organisation.events.count === 0 && (
        <p className="data-lead" data-testid="first-use">
          Nothing has come in yet. Begin with a file: what would come of it is shown before anything is
          recorded.
        </p>
      )}
      {isFirstUse && importing}
      <SourcesSection part={sources} zone={organisation.timeZone} now={Date.parse(organisation.now)} />
      <BetweenLines part={counts} view={view} />
      <DeadLetters
        deadLetters={deadLetters}
        reasons={sources.status === 'shown' ? sources.value.rejected.reasons : []}
        zone={organisation.timeZone}
      />
      {!isFirstUse && importing}
    </>
  );
}
