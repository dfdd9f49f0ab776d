import { type Organisation } from '../../../api/organisation.js';

interface NothingSentProps {
  readonly organisation: Pick<Organisation, 'simulatedData' | 'sampleData' | 'scores'>;
  readonly isPublished: boolean;
  /** As the publication says; absent: it does not. */
  readonly isSimulated: boolean | undefined;
}

/** Why nobody was told. */
export function NothingSent({ organisation, isPublished, isSimulated }: NothingSentProps) {
  const { simulatedData, sampleData, scores } = organisation;
  const isAny = isSimulated ?? (simulatedData !== null || sampleData !== null);
  if (isAny && !scores.simulated) {
    return (
      <p className="basis score-note" data-testid="nothing-sent">
        Nothing is sent about simulated or sample data, unless it is asked for: with{' '}
        <code>{'scores: { simulated: true }'}</code> in hearback.config.yaml.
      </p>
    );
  }
  return (
    <p className="basis score-note" data-testid="nothing-sent">
      {isPublished
        ? 'Nobody was told: hearback.config.yaml names no recipients of this team that were there when it was published.'
        : 'Nothing has been sent: the week is not published. Once it is, it goes to the recipients of the team in hearback.config.yaml.'}
    </p>
  );
}
