import { Link, useSearchParams } from 'react-router';
import { type DeadLetter } from '../../api/data-dead-letters.js';
import { Instant } from '../../elements/instant.js';
import { wordsOfOrigin, wordsOfReason } from '../data/prepare/reasons.js';
import { addressOfLetters } from './prepare/letter-address.js';
import { STANDING_WORDS } from './prepare/outcome-words.js';

interface LettersTableProps {
  readonly letters: readonly DeadLetter[];
  readonly zone: string;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** A line per message; each leads to all that is known of it. */
export function LettersTable({ letters, zone, chosen, onChoose }: LettersTableProps) {
  const areAll = letters.every(({ id }) => chosen.has(id));
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <div className="table-scroll" role="region" aria-label="Rejected messages" tabIndex={0}>
      <table className="letters">
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label="Choose all that are listed"
                checked={areAll}
                onChange={() => onChoose(new Set(areAll ? [] : letters.map(({ id }) => id)))}
                data-testid="choose-listed"
              />
            </th>
            <th scope="col">Message</th>
            <th scope="col">Received</th>
            <th scope="col">Came by</th>
            <th scope="col">Sent again</th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.id} data-testid="letter" data-id={letter.id} data-outcome={letter.outcome}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Choose ${letter.id}`}
                  checked={chosen.has(letter.id)}
                  onChange={() => toggle(letter.id)}
                />
              </td>
              <th scope="row">
                <LetterLink letter={letter} />
                <FirstFault letter={letter} />
              </th>
              <td>
                <Instant at={letter.recordedAt ?? letter.appendedAt} zone={zone} />
              </td>
              <td>{wordsOfOrigin(letter.origin ?? '')}</td>
              <td>{letter.outcome === 'none' ? '–' : STANDING_WORDS[letter.outcome]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LetterLink({ letter }: { readonly letter: DeadLetter }) {
  const [params] = useSearchParams();
  const search = addressOfLetters(params, { letter: letter.id }).toString();
  return (
    <Link to={{ search }}>
      {wordsOfReason(letter.reason).what} <span className="muted">{letter.id}</span>
    </Link>
  );
}

function FirstFault({ letter: { problems, isKept } }: { readonly letter: DeadLetter }) {
  const [first] = problems;
  return (
    <span className="letter-fault">
      {first !== undefined && first.path !== '' && (
        <>
          <code>{first.path}</code>{' '}
        </>
      )}
      {first?.message}
      {problems.length > 1 && ` and ${problems.length - 1} more`}
      {!isKept && ' · the original is gone'}
    </span>
  );
}
