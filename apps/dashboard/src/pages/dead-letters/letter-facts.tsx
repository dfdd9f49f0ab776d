import { type DeadLetterInFull } from '../../api/data-dead-letters.js';
import { formatInstant } from '../../format/instant.js';
import { formatCount } from '../../format/number.js';
import { wordsOfOrigin } from '../data/prepare/reasons.js';

interface LetterFactsProps {
  readonly letter: DeadLetterInFull;
  readonly zone: string;
}

/** Where it came from, where it lies, and what came along with it. */
export function LetterFacts({ letter, zone }: LetterFactsProps) {
  const { recordedAt, appendedAt, origin, topic, partition, offset, size, keyBase64, headers } = letter;
  const facts: readonly (readonly [string, string])[] = [
    ['Received', formatInstant(Date.parse(recordedAt ?? appendedAt), zone)],
    ['Came by', wordsOfOrigin(origin ?? '')],
    ['In the log since', formatInstant(Date.parse(appendedAt), zone)],
    ['Topic, partition, offset', `${topic}, ${partition}, ${offset}`],
    ['Size', `${formatCount(size)} bytes`],
    ...(keyBase64 === null ? [] : [['Key in base64', keyBase64] as const]),
  ];
  return (
    <>
      <Facts label="Origin" facts={facts} />
      {Object.keys(headers).length > 0 && <Facts label="Headers" facts={Object.entries(headers)} isCode />}
    </>
  );
}

interface FactsProps {
  readonly label: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly isCode?: boolean;
}

function Facts({ label, facts, isCode = false }: FactsProps) {
  return (
    <>
      <h3>{label}</h3>
      <dl className="letter-facts" data-testid={`letter-${label.toLowerCase()}`}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{isCode ? <code>{name}</code> : name}</dt>
            <dd>{isCode ? <code>{value}</code> : value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
