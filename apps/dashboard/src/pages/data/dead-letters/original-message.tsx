import { useMutation } from '@tanstack/react-query';
import { fetchDeadLetter, type DeadLetter } from '../../../api/data-dead-letters.js';

interface OriginalMessageProps {
  readonly letter: DeadLetter;
  readonly advice: string | undefined;
}

/** What stands where the original was. */
export function GoneOriginal() {
  return (
    <p className="basis" data-testid="original-gone">
      The original was deleted when its time was over (<code>deadLetters.keepDays</code> of the
      configuration).
    </p>
  );
}

/** A rejected message as it came, byte for byte. */
export function OriginalMessage({ letter, advice }: OriginalMessageProps) {
  const whole = useMutation({ mutationFn: () => fetchDeadLetter(letter.id), networkMode: 'always' });
  const { text, bytesBase64, headers, isCut, isKept } = whole.data ?? letter;
  if (!isKept) return <GoneOriginal />;
  return (
    <details className="data-original">
      <summary>The message as it came</summary>
      {advice !== undefined && <p className="basis">{advice}</p>}
      {Object.keys(headers).length > 0 && (
        <dl className="data-headers" aria-label="Headers">
          {Object.entries(headers).map(([name, value]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {text === null && <p className="basis">It is not text; its bytes in base64:</p>}
      <pre tabIndex={0} role="region" aria-label="The message">
        {text ?? bytesBase64}
      </pre>
      <p role="status" className="basis">
        {isCut && (
          <>
            Cut: this is only its beginning.{' '}
            <button type="button" className="link" onClick={() => whole.mutate()} disabled={whole.isPending}>
              {whole.isPending ? 'Loading…' : 'Load it whole'}
            </button>
          </>
        )}
        {whole.data !== undefined && 'This is all of it.'}
        {whole.error !== null && ` ${whole.error.message}`}
      </p>
    </details>
  );
}
