import { Link } from 'react-router';
import { prepareMovements } from '../../charts/prepare/changes.js';
import { type View } from '../../filters/view.js';
import { type Answered } from '../../metrics/use-answers.js';

interface MovementsProps {
  readonly view: View;
  readonly nameOf: (team: string) => string;
  readonly health: Answered;
  readonly healthBefore: Answered;
  readonly waiting: Answered;
  readonly waitingBefore: Answered;
}

/** What changed most since a week before. That of the filter before is dimmed until the new one comes. */
export function Movements(props: MovementsProps) {
  const parts = [props.health, props.healthBefore, props.waiting, props.waitingBefore];
  const isUpdating = parts.some((part) => part.status === 'shown' && part.updating);
  return (
    <section
      className={`card part-movements${isUpdating ? ' is-updating' : ''}`}
      aria-label="What changed in a week"
      aria-busy={isUpdating}
      data-testid="movements"
    >
      <header className="card-header">
        <h2>What changed in a week</h2>
      </header>
      <Sentences {...props} />
    </section>
  );
}

/** In a sentence each. */
function Sentences(props: MovementsProps) {
  const { view, nameOf, health, healthBefore, waiting, waitingBefore } = props;
  const parts = [health, healthBefore, waiting, waitingBefore];
  if (parts.some(({ status }) => status === 'failed')) {
    return (
      <p className="muted" data-testid="movements-away">
        What changed can’t be told right now: the figures of a week before are not available.
      </p>
    );
  }
  if (
    health.status !== 'shown' ||
    healthBefore.status !== 'shown' ||
    waiting.status !== 'shown' ||
    waitingBefore.status !== 'shown'
  ) {
    return <div className="skeleton skeleton-lines" role="status" aria-label="Loading: what changed" />;
  }
  const movements = prepareMovements(
    { health: health.value, waiting: waiting.value },
    { health: healthBefore.value, waiting: waitingBefore.value },
    nameOf,
  );
  const hasBefore =
    healthBefore.value['health']?.rows.some(({ health: figure }) => typeof figure === 'number') === true ||
    (waitingBefore.value['waiting-now']?.rows.length ?? 0) > 0;
  if (movements.length === 0 && !hasBefore) {
    return <p className="muted">A week before, no team had interviews: there is nothing to compare with.</p>;
  }
  if (movements.length === 0) {
    return <p className="muted">No team moved by three points of health, or by three overdue answers.</p>;
  }
  return (
    <ul className="movements">
      {movements.map(({ team, name, direction, text }) => (
        <li key={`${team} ${text}`} className={`movement-${direction}`} data-testid="movement">
          <span aria-hidden="true" className="movement-mark">
            {direction === 'worse' ? '▼' : '▲'}
          </span>
          <span>
            <Link to={view.linkTo(`/teams/${encodeURIComponent(team)}`)} dir="auto">
              {name}
            </Link>{' '}
            {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
