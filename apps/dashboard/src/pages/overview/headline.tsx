import { type FigureDeclaration, type MetricDeclaration, type MetricRow } from '@hearback/domain/metrics';
import { formatCount, plural } from '../../format/number.js';
import { Definition } from '../../metrics/definition.js';
import { countFigure, declarations } from '../../metrics/declarations.js';
import { headingOf, showFigure } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';
import { type Answered } from '../../metrics/use-answers.js';

interface HeadlineProps {
  readonly answered: Answered & { readonly status: 'shown' };
}

/** One card per metric of the catalogue, drawn from its declaration. */
export function Headline({ answered }: HeadlineProps) {
  const { answers, updating, stale } = answered;
  return (
    <section
      className={`headline${updating ? ' is-updating' : ''}${stale ? ' is-stale' : ''}`}
      aria-label="Headline figures"
      aria-busy={updating}
    >
      {declarations.map((metric) => (
        <MetricCard key={metric.name} metric={metric} row={answers[metric.name]?.rows[0]} />
      ))}
    </section>
  );
}

function MetricCard({
  metric,
  row,
}: {
  readonly metric: MetricDeclaration;
  readonly row: MetricRow | undefined;
}) {
  return (
    <article className="card metric-card" data-testid={`headline-${metric.name}`}>
      <header>
        <h2>{metric.title}</h2>
        <Definition metric={metric} />
      </header>
      <Figures metric={metric} row={row} />
    </article>
  );
}

interface FiguresProps {
  readonly metric: MetricDeclaration;
  readonly row: MetricRow | undefined;
}

function Figures({ metric, row }: FiguresProps) {
  const isCount = metric.unit === 'obligations';
  const [first, ...others] = metric.figures;
  const main = isCount ? countFigure : first!;
  const shown = showFigure(row, main);
  if (shown.value === undefined) {
    return (
      <>
        <FigureText figure={shown} className="main-figure" name={main.name} />
        <p className="basis">{shown.title.replace('Not measured: n', 'N')}.</p>
      </>
    );
  }
  const rest = isCount ? metric.figures : others;
  return (
    <>
      <p className="main">
        <FigureText figure={shown} className="main-figure" name={main.name} />
        <span className="gloss">{glossOf(main)}</span>
      </p>
      <dl className="rest">
        {rest
          .filter(({ name }) => name !== 'p75' && name !== 'numerator')
          .map((figure) => (
            <div key={figure.name}>
              <dt title={figure.label}>{glossOf(figure)}</dt>
              <dd>
                <FigureText figure={showFigure(row, figure)} name={figure.name} />
              </dd>
            </div>
          ))}
      </dl>
      <Basis metric={metric} row={row} />
    </>
  );
}

function glossOf(figure: FigureDeclaration): string {
  if (figure.name === countFigure.name) return 'interviews without an answer';
  if (figure.shape !== 'quantile') return figure.label;
  return figure.name === 'median'
    ? 'median: half wait no longer'
    : `${headingOf(figure)} within (${figure.name})`;
}

/** What the figures rest on: without it, nobody can tell a pattern from three interviews. */
function Basis({ metric, row }: FiguresProps) {
  if (metric.unit === 'obligations') return null;
  const interviews = metric.unit === 'share' ? 'interviews old enough' : 'interviews';
  const interview = interviews.replace('interviews', 'interview');
  const n = row?.n ?? 0;
  const numerator = row?.['numerator'];
  const parts =
    typeof numerator === 'number' && n > 0
      ? [`${formatCount(numerator)} of ${plural(n, interview, interviews)}`]
      : [plural(n, interview, interviews)];
  if (metric.unit !== 'share' && row !== undefined && row.waiting > 0) {
    parts.push(`${formatCount(row.waiting)} still waiting`);
  }
  return (
    <p className="basis" data-figure="n">
      {parts.join(' · ')}
    </p>
  );
}
