import { Band } from '../../elements/band.js';
import { ChangeText } from '../../elements/change-text.js';
import { WaitingFigure, WaitingLink } from '../../elements/waiting-link.js';
import { WhyLink } from '../../elements/why-link.js';
import { healthFigure } from '../../charts/prepare/teams.js';
import { daysOfHealth, whenever } from '../../filters/own-time.js';
import { type View } from '../../filters/view.js';
import { changeOf } from '../../metrics/change.js';
import { countFigure, declarationOf } from '../../metrics/declarations.js';
import { Definition } from '../../metrics/definition.js';
import { showFigure } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';
import { bandOfRow, partsOf } from '../../metrics/health.js';
import { type Answers } from '../../metrics/answers-query.js';
import { HealthParts } from '../sections/health-parts.js';

interface TeamHeadProps {
  readonly answers: Answers;
  /** A week before, as soon as it is known. */
  readonly before: Answers | undefined;
  readonly view: View;
  readonly team: string;
}

const waiting = declarationOf('waiting-now');

/** The answer first: how healthy, better or worse than a week before, and who waits right now. */
export function TeamHead({ answers, before, view, team }: TeamHeadProps) {
  const row = answers['health']?.rows[0];
  const shown = showFigure(row, healthFigure);
  const prior = before?.['health']?.rows[0];
  const waits = answers['waiting-now']?.rows[0];
  return (
    <>
      <p className="main main-wide">
        <WhyLink
          metric="health"
          view={view}
          changes={{ ...whenever, team: [team] }}
          label="What is behind this health"
        >
          <FigureText figure={shown} className="main-figure" name="health" />
        </WhyLink>{' '}
        <Band band={bandOfRow(row)} />{' '}
        {prior !== undefined && (
          <ChangeText change={changeOf(shown, showFigure(prior, healthFigure), healthFigure)} />
        )}{' '}
        <Definition metric={declarationOf('health')} />
      </p>
      {shown.value === undefined && (
        <p className="basis">
          {row === undefined
            ? 'No interviews in the twelve weeks that ended last.'
            : 'Too little is known in these twelve weeks for a figure.'}
        </p>
      )}
      {row !== undefined && (
        <HealthParts
          parts={partsOf(row)}
          view={view}
          changes={{ ...daysOfHealth(view.asOfDay), team: [team] }}
        />
      )}
      <p className="waiting-line" data-testid="team-waiting">
        <WaitingLink who="all" view={view} team={team}>
          <strong>
            <FigureText figure={showFigure(waits, countFigure)} name="waiting" />
          </strong>{' '}
          waiting now
        </WaitingLink>
        {waiting.figures
          .filter(({ name }) => name !== 'candidates')
          .map((figure) => (
            <span key={figure.name}>
              {' · '}
              {figure.label.toLowerCase()}{' '}
              <WaitingFigure figure={figure} row={waits} view={view} team={team} />
            </span>
          ))}
      </p>
    </>
  );
}
