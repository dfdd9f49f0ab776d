import { type DeadLetter } from '../../../api/data-dead-letters.js';
import { formatInstant } from '../../../format/instant.js';
import { wordsOfOrigin, wordsOfReason } from '../prepare/reasons.js';
import { OriginalMessage } from './original-message.js';

interface DeadLetterItemProps {
  readonly letter: DeadLetter;
  readonly zone: string;
}

/** One rejected message: why, when, from where, and itself. */
export function DeadLetterItem({ letter, zone }: DeadLetterItemProps) {
  const { reason, problems, origin, appendedAt, recordedAt, id } = letter;
  const { what, advice } = wordsOfReason(reason);
  return (
    <li className="data-letter" data-testid="dead-letter" data-reason={reason}>
      <h3>
        {what} <code>{reason}</code>
      </h3>
      {problems.length > 0 && (
        <ul className="data-problems">
          {problems.map(({ path, message }, index) => (
            <li key={index}>
              {path !== '' && (
                <>
                  <code>{path}</code>{' '}
                </>
              )}
              {message}
            </li>
          ))}
        </ul>
      )}
      <p className="basis">
        {formatInstant(Date.parse(recordedAt ?? appendedAt), zone)}
        {origin !== null && origin !== '' && (
          <>
            {' · from '}
            <span className="data-id">{wordsOfOrigin(origin)}</span>
          </>
        )}
        {' · at '}
        <span className="data-id">{id}</span>
      </p>
      <OriginalMessage letter={letter} advice={advice} />
    </li>
  );
}
