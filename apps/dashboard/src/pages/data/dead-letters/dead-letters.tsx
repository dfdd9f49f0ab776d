import { useState } from 'react';
import { Link } from 'react-router';
import { type DeadLettersPage } from '../../../api/data-dead-letters.js';
import { type RejectedReason } from '../../../api/data-sources.js';
import { MoreButton } from '../../../elements/more-button.js';
import { Section } from '../../../elements/section.js';
import { type ExportedTable } from '../../../export/export-menu.js';
import { formatCount } from '../../../format/number.js';
import { wordsOfReason } from '../prepare/reasons.js';
import { DeadLetterItem } from './dead-letter-item.js';
import { type ChosenDeadLetters } from './use-dead-letters.js';

/** What stands below is to be found without scrolling through all of them. */
const FIRST = 10;

interface DeadLettersProps {
  readonly deadLetters: ChosenDeadLetters;
  /** Those that there are. */
  readonly reasons: readonly RejectedReason[];
  readonly zone: string;
}

/** Messages that became no event, each with its reason and as it came. */
export function DeadLetters({ deadLetters, reasons, zone }: DeadLettersProps) {
  const { pages, reason, choose } = deadLetters;
  const [isOpen, setOpen] = useState(false);
  const hasAny = pages.part.status === 'shown' && pages.part.value.some(({ rows }) => rows.length > 0);
  return (
    <Section
      title="Rejected messages"
      testId="dead-letters"
      part={pages.part}
      {...(hasAny && { exported: exportedPages })}
      tools={<ReasonChoice reasons={reasons} chosen={reason} onChoose={choose} />}
    >
      {(value) => {
        const rows = value.flatMap((page) => page.rows);
        if (rows.length === 0) {
          return (
            <p className="muted" data-testid="no-dead-letters">
              {reason === '' ? 'Nothing was rejected.' : 'Nothing was rejected for this reason.'}
            </p>
          );
        }
        const shown = isOpen ? rows : rows.slice(0, FIRST);
        const more = shown.length < rows.length ? () => setOpen(true) : pages.more;
        return (
          <>
            <p className="basis">
              They are kept as they came, and count in no figure.{' '}
              <Link to={lettersAddress(reason)} data-testid="to-dead-letters">
                Look through them, mend them and send them again
              </Link>
            </p>
            <ul className="data-letters">
              {shown.map((letter) => (
                <DeadLetterItem key={letter.id} letter={letter} zone={zone} />
              ))}
            </ul>
            <MoreButton
              pages={{ more, isLoadingMore: pages.isLoadingMore }}
              shown={shown.length}
              total={value.at(-1)?.total ?? 0}
              what="messages"
            />
          </>
        );
      }}
    </Section>
  );
}

/** The page that is about them alone. */
function lettersAddress(reason: string): string {
  return reason === '' ? '/dead-letters' : `/dead-letters?${new URLSearchParams({ reason }).toString()}`;
}

interface ReasonChoiceProps {
  readonly reasons: readonly RejectedReason[];
  readonly chosen: string;
  readonly onChoose: (reason: string) => void;
}

function ReasonChoice({ reasons, chosen, onChoose }: ReasonChoiceProps) {
  if (reasons.length === 0 && chosen === '') return null;
  const isListed = chosen === '' || reasons.some(({ reason }) => reason === chosen);
  return (
    <label className="inline-field">
      <span className="visually-hidden">Reason</span>
      <select value={chosen} onChange={({ target }) => onChoose(target.value)} data-testid="reason">
        <option value="">All reasons</option>
        {reasons.map(({ reason, count }) => (
          <option key={reason} value={reason}>
            {wordsOfReason(reason).what} ({formatCount(count)})
          </option>
        ))}
        {!isListed && <option value={chosen}>{wordsOfReason(chosen).what}</option>}
      </select>
    </label>
  );
}

/** Those that stand there. */
function exportedPages(pages: readonly DeadLettersPage[]): ExportedTable {
  return {
    columns: [
      'Id',
      'Reason',
      'Problems',
      'Received',
      'In the log since',
      'Origin',
      'Topic',
      'Partition',
      'Offset',
      'Message',
      'Message in base64',
      'Message is cut',
    ],
    rows: pages
      .flatMap(({ rows }) => rows)
      .map((letter) => [
        letter.id,
        letter.reason,
        letter.problems
          .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
          .join('; '),
        letter.recordedAt,
        letter.appendedAt,
        letter.origin,
        letter.topic,
        letter.partition,
        letter.offset,
        letter.text,
        letter.text === null ? letter.bytesBase64 : '',
        letter.isCut,
      ]),
  };
}
