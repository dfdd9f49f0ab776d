import { useMemo } from 'react';
import { type DeadLetterInFull, type Problem } from '../../api/data-dead-letters.js';
import { GoneOriginal } from '../data/dead-letters/original-message.js';
import { markedJson } from './prepare/marked-json.js';

/** Beyond that, the whole of it in one page makes browsers slow; it can be downloaded. */
const MOST_SHOWN = 256 * 1024;

/** The message as it came, with what is wrong in it marked where it stands. */
export function MarkedOriginal({ letter }: { readonly letter: DeadLetterInFull }) {
  const { text, problems, bytesBase64, isKept, size } = letter;
  const told = text ?? bytesBase64;
  const isLong = told.length > MOST_SHOWN;
  const pieces = useMemo(
    () =>
      isLong
        ? [{ text: told.slice(0, MOST_SHOWN), faults: [] }]
        : markedJson(told, text === null ? [] : problems.map(({ path }) => path)),
    [told, text, problems, isLong],
  );
  const found = new Set(pieces.flatMap(({ faults }) => faults));
  return (
    <>
      <Faults problems={problems} found={found} isKept={isKept} />
      {isKept ? (
        <>
          {text === null && <p className="basis">It is not text; its bytes in base64:</p>}
          {size === 0 ? (
            <p className="basis">It is empty.</p>
          ) : (
            <pre className="letter-original" tabIndex={0} role="region" aria-label="The message as it came">
              {pieces.map(({ text: piece, faults }, index) =>
                faults.length === 0 ? (
                  piece
                ) : (
                  <mark key={index} data-faults={faults.map((fault) => fault + 1).join()}>
                    {piece}
                    <sup>{faults.map((fault) => fault + 1).join(', ')}</sup>
                  </mark>
                ),
              )}
            </pre>
          )}
          {isLong && <p className="basis">This is only its beginning.</p>}
          <a
            className="link"
            download={`${letter.topic}-${letter.partition}-${letter.offset}`}
            href={urlOf(letter)}
          >
            Download it as it came
          </a>
        </>
      ) : (
        <GoneOriginal />
      )}
    </>
  );
}

/** Byte for byte, and under no type that a browser would run. */
function urlOf({ bytesBase64 }: DeadLetterInFull): string {
  return `data:application/octet-stream;base64,${bytesBase64}`;
}

interface FaultsProps {
  readonly problems: readonly Problem[];
  /** Those that are marked in the message. */
  readonly found: ReadonlySet<number>;
  readonly isKept: boolean;
}

function Faults({ problems, found, isKept }: FaultsProps) {
  return (
    <ol className="data-problems" data-testid="faults">
      {problems.map(({ path, message }, index) => (
        <li key={index} data-path={path} data-marked={found.has(index)}>
          {path !== '' && (
            <>
              <code>{path}</code>{' '}
            </>
          )}
          {message}
          {isKept && path !== '' && !found.has(index) && (
            <span className="muted"> (not there in the message)</span>
          )}
        </li>
      ))}
    </ol>
  );
}
