import { scoreFigure, showPoints } from '../../../charts/prepare/scores.js';
import { ChangeText } from '../../../elements/change-text.js';
import { WhyLink } from '../../../elements/why-link.js';
import { formatCount, plural } from '../../../format/number.js';
import { changeOf } from '../../../metrics/change.js';
import { FigureText } from '../../../metrics/figure-text.js';
import { type WeekProps } from './score-section.js';
import { behindWeek, type ToldWeek } from './told.js';

interface ScoreFiguresProps extends WeekProps {
  readonly told: ToldWeek;
}

/** The score with its interval and change; a revised one always stands beside what was published. */
export function ScoreFigures({ told, view, team, week }: ScoreFiguresProps) {
  const { score, revised, reasons, standing } = told;
  const before = reasons?.before;
  const prior = before === undefined ? undefined : showPoints(before);
  const least = reasons?.minimumGroup ?? view.organisation.minimumGroup;
  return (
    <>
      <p className="main main-wide">
        <WhyLink
          metric="latency-score"
          view={view}
          changes={behindWeek(week, team, view)}
          label="Every interview of this score"
        >
          <FigureText figure={score.score} className="main-figure" name="score" />
        </WhyLink>{' '}
        {prior !== undefined && score.score.value !== undefined && (
          <ChangeText change={changeOf(score.score, prior, scoreFigure)} />
        )}{' '}
        <span className="gloss" data-testid="score-basis">
          {score.score.value !== undefined && `95 % interval ${score.low.text} to ${score.high.text} · `}n ={' '}
          {formatCount(score.n)}
        </span>
      </p>
      {score.score.value === undefined && (
        <p className="basis" data-testid="score-withheld">
          {score.n === 0 ? 'There were no interviews' : `There were ${plural(score.n, 'interview')} only`} in
          the four weeks. A score needs {plural(least, 'application')}: with fewer, it would tell about single
          people.
        </p>
      )}
      {revised !== undefined && (
        <p className="score-revised" data-testid="revised">
          <span className="score-revised-mark" aria-hidden="true">
            ◇
          </span>{' '}
          revised since: <FigureText figure={revised.score} className="score-revised-figure" name="revised" />{' '}
          (published {score.score.text})
          <span className="gloss">
            {revised.score.value !== undefined &&
              ` · 95 % interval ${revised.low.text} to ${revised.high.text}`}{' '}
            · n = {formatCount(revised.n)}. Later data changed it
            {standing === 'published' ? '; what was published stays.' : '.'}
          </span>
        </p>
      )}
    </>
  );
}
