import { Link, useSearchParams } from 'react-router';
import { type ScoreOfWeek } from '../../../api/scores.js';
import { type Fetched } from '../../../api/use-fetched.js';
import { Section } from '../../../elements/section.js';
import { type View } from '../../../filters/view.js';
import { formatInstant, formatWeek, weekName } from '../../../format/instant.js';
import { declarationOf } from '../../../metrics/declarations.js';
import { Definition } from '../../../metrics/definition.js';
import { PublishByHand } from './publish-by-hand.js';
import { ScoreFigures } from './score-figures.js';
import { Costliest, StagePoints } from './score-costs.js';
import { seenUntil, toldOf, type ToldWeek } from './told.js';

export interface WeekProps {
  readonly view: View;
  readonly team: string;
  readonly week: string;
}

interface ScoreSectionProps extends WeekProps {
  readonly part: Fetched<ScoreOfWeek | undefined>;
  /** Those that can be chosen, the latest first. */
  readonly weeks: readonly string[];
}

/** A team's score of a week with its reasons, as it was told, and beside it what later data made of it. */
export function ScoreSection({ part, weeks, view, team, week }: ScoreSectionProps) {
  return (
    <Section
      title="Feedback-latency score"
      testId="score"
      part={part}
      tools={
        <>
          <WeekChoice weeks={weeks} week={week} />
          <Definition metric={declarationOf('latency-score')} />
        </>
      }
    >
      {(detail) => {
        const told = toldOf(detail, seenUntil(view));
        // Until the chosen week has come, what stands here is of another one.
        const of = { view, team, week: detail?.week ?? week };
        return told === undefined ? (
          <p className="muted" data-testid="no-score">
            No interviews of this team in the four weeks up to {weekName(week)}, and nobody waited: there is
            no score.
          </p>
        ) : (
          <>
            <Standing told={told} {...of} />
            <WholeTeam {...of} />
            <ScoreFigures told={told} {...of} />
            <Reasons told={told} />
            <StagePoints told={told} {...of} />
            <Costliest told={told} {...of} />
          </>
        );
      }}
    </Section>
  );
}

function Standing({ told: { standing, publishedAt }, view, week }: WeekProps & { readonly told: ToldWeek }) {
  const at =
    publishedAt === undefined ? '' : formatInstant(Date.parse(publishedAt), view.organisation.timeZone);
  switch (standing) {
    case 'published':
      return (
        <p className="basis" data-testid="standing">
          {formatWeek(week)}, published on {at}. What was published stays as it is.
        </p>
      );
    case 'later':
      return (
        <p className="basis score-note" data-testid="standing">
          {formatWeek(week)}: <strong>not published yet at the moment you look at</strong>, only on {at}. This
          is what is known of it.
        </p>
      );
    case 'unpublished':
      return (
        <div className="basis score-note" data-testid="standing">
          <p>
            {formatWeek(week)}: <strong>not published</strong>. This is what is known of it by now; it may
            still change.
          </p>
          <PublishByHand organisation={view.organisation} week={week} />
        </div>
      );
  }
}

/** A narrowed page must not pass a score of all for one of a part. */
function WholeTeam({ view, team }: WeekProps) {
  const { stage, job } = view.filter;
  if (stage.length + job.length === 0) return null;
  return (
    <p className="basis score-note" data-testid="whole-team">
      A weekly score is about the whole team, whatever stages and jobs are chosen.{' '}
      <Link to={view.linkTo('/why/latency-score', { team: [team] })}>That of the chosen ones</Link>
    </p>
  );
}

function Reasons({ told: { reasons, standing } }: { readonly told: ToldWeek }) {
  if (reasons === undefined || standing === 'later') return null;
  const { wentWell, nextStep, waiting } = reasons.text;
  const lines = [
    { name: 'went-well', title: 'What went well', text: wentWell },
    { name: 'next-step', title: 'One thing to do', text: nextStep },
    { name: 'waiting', title: 'Waiting at the end of the week', text: waiting },
  ].filter(({ text }) => text !== '');
  return (
    <dl className="score-reasons">
      {lines.map(({ name, title, text }) => (
        <div key={name} className={`score-${name}`} data-testid={`score-${name}`}>
          <dt>{title}</dt>
          <dd dir="auto">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function WeekChoice({ weeks, week }: { readonly weeks: readonly string[]; readonly week: string }) {
  const [params, setParams] = useSearchParams();
  const choose = (next: string): void => {
    const changed = new URLSearchParams(params);
    if (next === weeks[0]) changed.delete('week');
    else changed.set('week', next);
    setParams(changed, { preventScrollReset: true });
  };
  const all = weeks.includes(week) ? weeks : [...weeks, week];
  return (
    <label className="inline-field">
      <span className="visually-hidden">Week</span>
      <select value={week} onChange={({ target }) => choose(target.value)} data-testid="score-week">
        {all.map((each) => (
          <option key={each} value={each}>
            {weekName(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
