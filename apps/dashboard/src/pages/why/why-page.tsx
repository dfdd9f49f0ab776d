import { type MetricRow } from '@hearback/domain/metrics';
import { useParams } from 'react-router';
import { type PageProps } from '../../app.js';
import { behindCsvPath, behindPath, fetchBehind } from '../../api/behind.js';
import { ApiError } from '../../api/get-json.js';
import { shownOf } from '../../api/use-fetched.js';
import { useNames } from '../../api/use-names.js';
import { usePages } from '../../api/use-pages.js';
import { MoreButton } from '../../elements/more-button.js';
import { Section } from '../../elements/section.js';
import { askedFor, hasOwnTime } from '../../filters/own-time.js';
import { useView } from '../../filters/view.js';
import { formatCount } from '../../format/number.js';
import { countFigure, metricOf, type NamedMetric } from '../../metrics/declarations.js';
import { headingOf, showFigure } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';
import { partsOf } from '../../metrics/health.js';
import { useAnswers } from '../../metrics/use-answers.js';
import { PageFrame } from '../../shell/page-frame.js';
import { OutageCard } from '../../states/outage-card.js';
import { HealthParts } from '../sections/health-parts.js';
import { BehindTable } from './behind-table.js';

/** What a figure is made of: the figure, what it means, and every row behind it. */
export default function WhyPage(props: PageProps) {
  const metric = metricOf(useParams()['metric'] ?? '');
  if (metric === undefined) {
    return <OutageCard error={new ApiError('unknown', 'No figure has that name.')} what="The figure" />;
  }
  return <Why {...props} metric={metric} />;
}

function Why({ metric, ...props }: PageProps & { readonly metric: NamedMetric }) {
  const view = useView(props.organisation);
  const names = useNames();
  // As where the figure is shown, unless days are chosen for it here.
  const hasDays = view.filter.from !== undefined || view.filter.to !== undefined;
  const asked = hasDays ? view.asked : askedFor(metric.name, view);
  const figures = useAnswers([metric.name], asked);
  const pages = usePages(behindPath(metric.name, asked), (cursor, signal) =>
    fetchBehind(behindPath(metric.name, asked, { cursor }), signal),
  );
  return (
    <PageFrame
      {...props}
      view={view}
      names={names}
      title={`Why: ${metric.title}`}
      without={hasOwnTime(metric.name) && !hasDays ? ['range'] : []}
      parts={shownOf([figures, pages.part])}
    >
      <Section title="The figure" testId="figure" part={figures}>
        {(answers) => <TheFigure metric={metric} rows={answers[metric.name]?.rows ?? []} />}
      </Section>
      <Section
        title="What is behind it"
        testId="behind"
        part={pages.part}
        tools={
          <a className="link" href={behindCsvPath(metric.name, asked)} download data-testid="behind-csv">
            All as CSV
          </a>
        }
      >
        {(value) => {
          const rows = value.flatMap((page) => page.rows);
          const last = value.at(-1);
          if ((last?.total ?? 0) === 0)
            return <p className="muted">Nothing: no interview of this selection.</p>;
          return (
            <>
              {last?.withheld !== undefined && (
                <p className="basis">
                  What {formatCount(last.withheld.n)} applications said is not told one by one: too few to
                  hide who said it.
                </p>
              )}
              <BehindTable rows={rows} view={view} names={names} />
              <MoreButton pages={pages} shown={rows.length} total={last?.total ?? 0} what="rows" />
            </>
          );
        }}
      </Section>
    </PageFrame>
  );
}

function TheFigure({ metric, rows }: { readonly metric: NamedMetric; readonly rows: readonly MetricRow[] }) {
  const [row] = rows;
  return (
    <>
      <p className="definition-text">{metric.definition}</p>
      {row === undefined ? (
        <p className="muted">No data in this selection, so there is no figure.</p>
      ) : (
        <>
          {rows.map((each, index) => (
            <dl key={index} className="figures" data-testid="figures">
              {typeof each['obligation'] === 'string' && (
                <div>
                  <dt>Of</dt>
                  <dd>{each['obligation']}</dd>
                </div>
              )}
              {[...metric.figures.filter(({ shape }) => shape !== 'parts'), countFigure].map((figure) => (
                <div key={figure.name}>
                  <dt title={figure.label}>{figure.name === 'n' ? 'Behind it (n)' : headingOf(figure)}</dt>
                  <dd>
                    <FigureText figure={showFigure(each, figure)} name={figure.name} />
                  </dd>
                </div>
              ))}
            </dl>
          ))}
          <Counts row={row} />
          {metric.name === 'health' && <HealthParts parts={partsOf(row)} />}
        </>
      )}
      <p className="basis">Definition version {metric.version}</p>
    </>
  );
}

const COUNTS = [
  ['applications', 'applications'],
  ['met', 'answered'],
  ['waiting', 'still waiting'],
  ['ended', 'withdrew while waiting'],
  ['assumed', 'end assumed'],
  ['inferred', 'answer inferred'],
  ['early', 'answered early'],
] as const;

function Counts({ row }: { readonly row: MetricRow }) {
  return (
    <p className="basis" data-testid="counts">
      {COUNTS.map(([name, words]) => `${formatCount(row[name])} ${words}`).join(' · ')}
    </p>
  );
}
