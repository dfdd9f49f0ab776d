import { type MetricDeclaration, type MetricName, type MetricRow } from '@hearback/domain/metrics';
import { ChangeText } from '../../elements/change-text.js';
import { WhyLink } from '../../elements/why-link.js';
import { changesFor } from '../../filters/own-time.js';
import { type View } from '../../filters/view.js';
import { Definition } from '../../metrics/definition.js';
import { changeOf } from '../../metrics/change.js';
import { countFigure, declarationOf } from '../../metrics/declarations.js';
import { reasonOf, showFigure } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';
import { type Answers } from '../../metrics/answers-query.js';
import { type Answered } from '../../metrics/use-answers.js';
import { Basis } from './headline-basis.js';
import { headlineMetrics } from './asked-metrics.js';
import { glossOf, HeadlineFigure } from './headline-figure.js';

interface HeadlineProps {
  readonly view: View;
  readonly answers: Answers;
  readonly waiting: Answers;
  /** The same a week before, as soon as they are known. */
  readonly before: Answered;
  readonly waitingBefore: Answered;
  readonly updating: boolean;
  readonly stale: boolean;
}

/** One card per metric, drawn from its declaration. */
export function Headline({ view, answers, waiting, before, waitingBefore, updating, stale }: HeadlineProps) {
  const prior = (part: Answered, name: MetricName): MetricRow | undefined =>
    part.status === 'shown' ? part.value[name]?.rows[0] : undefined;
  return (
    <section
      className={`headline${updating ? ' is-updating' : ''}${stale ? ' is-stale' : ''}`}
      aria-label="Headline figures"
      aria-busy={updating}
    >
      {headlineMetrics.map((name) => (
        <MetricCard
          key={name}
          name={name}
          view={view}
          row={answers[name]?.rows[0]}
          before={prior(before, name)}
        />
      ))}
      <MetricCard
        name="waiting-now"
        view={view}
        row={waiting['waiting-now']?.rows[0]}
        before={prior(waitingBefore, 'waiting-now')}
      />
    </section>
  );
}

interface MetricCardProps {
  readonly name: MetricName;
  readonly view: View;
  readonly row: MetricRow | undefined;
  readonly before: MetricRow | undefined;
}

function MetricCard({ name, view, row, before }: MetricCardProps) {
  const metric = declarationOf(name);
  return (
    <article className="card metric-card" data-testid={`headline-${name}`}>
      <header>
        <h2>{metric.title}</h2>
        <Definition metric={metric} />
      </header>
      <Figures name={name} metric={metric} view={view} row={row} before={before} />
    </article>
  );
}

interface FiguresProps extends MetricCardProps {
  readonly metric: MetricDeclaration;
}

function Figures({ name, metric, view, row, before }: FiguresProps) {
  const isCount = metric.unit === 'obligations';
  const main = isCount ? countFigure : metric.figures[0]!;
  const shown = showFigure(row, main);
  if (shown.value === undefined) {
    return (
      <>
        <FigureText figure={shown} className="main-figure" name={main.name} />
        <p className="basis">{reasonOf(shown)}</p>
      </>
    );
  }
  const rest = isCount ? metric.figures : metric.figures.slice(1);
  return (
    <>
      <p className="main">
        <WhyLink
          metric={name}
          view={view}
          label={`What is behind ${metric.title.toLowerCase()}`}
          changes={changesFor(name)}
        >
          <FigureText figure={shown} className="main-figure" name={main.name} />
        </WhyLink>
        <span className="gloss">{glossOf(main)}</span>
        {before !== undefined && (
          <ChangeText
            change={changeOf(shown, showFigure(before, main), { ...main, better: main.better ?? 'lower' })}
          />
        )}
      </p>
      <dl className="rest">
        {rest
          .filter(({ name: figure }) => figure !== 'p75' && figure !== 'numerator' && figure !== 'open')
          .map((figure) => (
            <div key={figure.name}>
              <dt title={figure.label}>{glossOf(figure)}</dt>
              <dd>
                <HeadlineFigure name={name} metric={metric} figure={figure} row={row} view={view} />
              </dd>
            </div>
          ))}
      </dl>
      <Basis name={name} metric={metric} row={row} view={view} />
    </>
  );
}
