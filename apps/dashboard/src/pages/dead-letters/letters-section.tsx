import { useState } from 'react';
import { type PageProps } from '../../app.js';
import { deadLettersPath, fetchDeadLetters } from '../../api/data-dead-letters.js';
import { shownOf } from '../../api/use-fetched.js';
import { usePages } from '../../api/use-pages.js';
import { MoreButton } from '../../elements/more-button.js';
import { Section } from '../../elements/section.js';
import { StaleBanner } from '../../live/freshness.js';
import { IgnoredParameters } from '../../states/banners.js';
import { LetterFilterBar } from './letter-filter-bar.js';
import { LettersTable } from './letters-table.js';
import { type AddressedLetters } from './prepare/letter-address.js';
import { ReplayPanel } from './replay-panel.js';

interface LettersSectionProps extends PageProps {
  readonly addressed: AddressedLetters;
}

interface Chosen {
  /** The list that they are of. */
  readonly key: string;
  readonly ids: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The list with its filter, and what can be done with what is chosen. */
export function LettersSection({ organisation, connection, stale, addressed }: LettersSectionProps) {
  const { filter, ignored } = addressed;
  const key = deadLettersPath(filter);
  const pages = usePages(key, (cursor, signal) => fetchDeadLetters(deadLettersPath(filter, cursor), signal));
  // What was chosen in another list is none of this one.
  const [chosen, choose] = useState<Chosen>({ key, ids: NONE });
  const ids = chosen.key === key ? chosen.ids : NONE;
  const zone = organisation.timeZone;
  const shown = shownOf([pages.part]);
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <>
      <LetterFilterBar filter={filter} />
      <IgnoredParameters ignored={ignored} />
      <StaleBanner
        connection={connection}
        zone={zone}
        reason={stale ?? shown.find((part) => part.stale !== undefined)?.stale?.message}
        fetchedAt={shown[0]?.fetchedAt}
      />
      <Section title="Messages that became no event" testId="letters" part={pages.part}>
        {(value) => {
          const rows = value.flatMap((page) => page.rows);
          const total = value.at(-1)?.total ?? 0;
          if (rows.length === 0) {
            return (
              <p className="muted" data-testid="no-letters">
                {isNarrowed ? 'No rejected message is like that.' : 'Nothing was rejected.'}
              </p>
            );
          }
          return (
            <>
              <p className="basis">
                They are kept as they came, and count in no figure. Sent again, each is judged by the rules of
                today; to send one twice changes nothing.
              </p>
              <ReplayPanel filter={filter} total={total} isNarrowed={isNarrowed} chosen={[...ids]} />
              <LettersTable
                letters={rows}
                zone={zone}
                chosen={ids}
                onChoose={(next) => choose({ key, ids: next })}
              />
              <MoreButton pages={pages} shown={rows.length} total={total} what="messages" />
            </>
          );
        }}
      </Section>
    </>
  );
}
