import { type Replay } from '../../api/data-dead-letters.js';
import { formatInstant } from '../../format/instant.js';
import { ResultText } from './replay-report.js';

interface LetterReplaysProps {
  readonly replays: readonly Replay[];
  readonly zone: string;
}

/** Each time that it was sent again, the last first. */
export function LetterReplays({ replays, zone }: LetterReplaysProps) {
  if (replays.length === 0) return null;
  return (
    <>
      <h3>Sent again</h3>
      <ul className="data-problems" data-testid="letter-replays">
        {replays.map((replay) => (
          <li key={replay.run} data-outcome={replay.outcome}>
            {formatInstant(Date.parse(replay.at), zone)}
            {replay.isMended && ', mended by hand'}:{' '}
            <ResultText result={{ id: '', ...replay }} dryRun={false} />
          </li>
        ))}
      </ul>
    </>
  );
}
