import { Link, useSearchParams } from 'react-router';
import { type PageProps } from '../../app.js';
import { deadLetterPath, fetchDeadLetter } from '../../api/data-dead-letters.js';
import { shownOf, useFetched } from '../../api/use-fetched.js';
import { Section } from '../../elements/section.js';
import { StaleBanner } from '../../live/freshness.js';
import { wordsOfReason } from '../data/prepare/reasons.js';
import { LetterFacts } from './letter-facts.js';
import { LetterReplays } from './letter-replays.js';
import { MarkedOriginal } from './marked-original.js';
import { MendEditor } from './mend-editor.js';
import { addressOfLetters } from './prepare/letter-address.js';
import { ReplayReport } from './replay-report.js';
import { useReplay } from './use-replay.js';

interface LetterSectionProps extends PageProps {
  readonly id: string;
}

/** One message with all that is known of it, and what can be done about it. */
export function LetterSection({ id, organisation, connection, stale }: LetterSectionProps) {
  const [params] = useSearchParams();
  const part = useFetched([deadLetterPath(id)], (signal) => fetchDeadLetter(id, signal));
  const replay = useReplay();
  const zone = organisation.timeZone;
  const [shown] = shownOf([part]);
  return (
    <>
      <p>
        <Link
          to={{ search: addressOfLetters(params, { letter: undefined }).toString() }}
          data-testid="back-to-letters"
        >
          All rejected messages
        </Link>
      </p>
      <StaleBanner
        connection={connection}
        zone={zone}
        reason={stale ?? shown?.stale?.message}
        fetchedAt={shown?.fetchedAt}
      />
      <Section title="Why it was rejected" testId="letter" part={part}>
        {(letter) => (
          <div className="letter-detail">
            <p>
              <strong>{wordsOfReason(letter.reason).what}</strong> <code>{letter.reason}</code>{' '}
              <span className="muted">{wordsOfReason(letter.reason).advice}</span>
            </p>
            <MarkedOriginal letter={letter} />
            <LetterFacts letter={letter} zone={zone} />
            <LetterReplays replays={letter.replays} zone={zone} />
            {letter.isKept && (
              <div className="letter-replay">
                <div className="button-row">
                  <button
                    type="button"
                    className="link"
                    disabled={replay.isBusy}
                    onClick={() => replay.start({ ids: [id] }, true)}
                    data-testid="replay-try"
                  >
                    See what would become of it as it is
                  </button>
                  <button
                    type="button"
                    className="button"
                    disabled={replay.isBusy}
                    onClick={() => replay.start({ ids: [id] }, false)}
                    data-testid="replay-send"
                  >
                    Send it again as it is
                  </button>
                </div>
                <ReplayReport replay={replay} />
              </div>
            )}
            <MendEditor key={letter.id} letter={letter} />
          </div>
        )}
      </Section>
    </>
  );
}
