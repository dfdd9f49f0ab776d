import { type FigureDeclaration, type MetricRow } from '@hearback/domain/metrics';
import { useParams, useSearchParams } from 'react-router';
import { type PageProps } from '../../app.js';
import { behindCsvPath, behindPath, fetchBehind } from '../../api/behind.js';
import { ApiError } from '../../api/get-json.js';
import { shownOf } from '../../api/use-fetched.js';
import { useNames } from '../../api/use-names.js';
import { usePages } from '../../api/use-pages.js';
import { MoreButton } from '../../elements/more-button.js';
import { NarrowedTo } from '../../elements/narrowed-to.js';
import { Section } from '../../elements/section.js';
import { WhyLink } from '../../elements/why-link.js';
import { askedFor, daysOfHealth, hasOwnTime } from '../../filters/own-time.js';
import { useView, type View } from '../../filters/view.js';
import { formatCount } from '../../format/number.js';
import { countFigure, metricOf, type NamedMetric } from '../../metrics/declarations.js';
import { headingOf, reasonOf, showFigure } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';
import { partsOf } from '../../metrics/health.js';
import { useAnswers } from '../../metrics/use-answers.js';
import { PageFrame } from '../../shell/page-frame.js';
import { OutageCard } from '../../states/outage-card.js';
import { HealthParts } from '../sections/health-parts.js';
import { BehindTable } from './behind-table.js';
import { countedFromAddress, isWayOfCounting, narrowingWords } from './counted.js';

/** What a figure is made of: the figure, what it means, and every row behind it. */
export default function WhyPage(props: PageProps) {
  const metric = metricOf(useParams()['metric'] ?? '');
  if (metric === undefined) {
    return <OutageCard error={new ApiError('unknown', 'No figure has that name.')} what="The figure" />;
  }
  return <Why {...props} metric={metric} />;
}

function Why({ metric, ...props }: PageProps & { readonly metric: NamedMetric }) {
  const inAddress = useView(props.organisation);
  const [params] = useSearchParams();
  const { counted, ignored } = countedFromAddress(params);
  const view = { ...inAddress, ignored: [...inAddress.ignored, ...ignored] };
  const names = useNames();
  // As where the figure is shown, unless days are chosen for it here.
  const hasDays = view.filter.from !== undefined || view.filter.to !== undefined;
  const asked = hasDays ? view.asked : askedFor(metric.name, view);
  const figures = useAnswers([metric.name], asked);
  const pages = usePages(behindPath(metric.name, asked, { counted }), (cursor, signal) =>
    fetchBehind(behindPath(metric.name, asked, { counted, cursor }), signal),
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
        {(answers) => <TheFigure metric={metric} rows={answers[metric.name]?.rows ?? []} view={view} />}
      </Section>
      {counted.length > 0 && (
        <NarrowedTo parameter="counted" widen="Show all that is behind it">
          Only:{' '}
          {counted.map((way, index) => (
            <span key={way}>
              {index > 0 && ' · '}
              <strong>{narrowingWords(way)}</strong>
            </span>
          ))}
        </NarrowedTo>
      )}
      <Section
        title="What is behind it"
        testId="behind"
        part={pages.part}
        tools={
          <a
            className="link"
            href={behindCsvPath(metric.name, asked, counted)}
            download
            data-testid="behind-csv"
          >
            {counted.length === 0 ? 'All' : 'These'} as CSV
          </a>
        }
      >
        {(value) => {
          const rows = value.flatMap((page) => page.rows);
          const last = value.at(-1);
          if ((last?.total ?? 0) === 0)
            return (
              <p className="muted">
                {counted.length === 0 ? 'Nothing in this selection.' : 'Nothing of this kind.'}
              </p>
            );
          return (
            <>
              {last?.withheld !== undefined && (
                <p className="basis">
                  What {formatCount(last.withheld.n)} applications said is not listed here: too few to stand
                  for a selection. It stands with each application.
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

interface TheFigureProps {
  readonly metric: NamedMetric;
  readonly rows: readonly MetricRow[];
  readonly view: View;
}

function TheFigure({ metric, rows, view }: TheFigureProps) {
  const [row] = rows;
  const reason = row && reasonOf(showFigure(row, metric.figures[0]!));
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
                    <CountedFigure
                      metric={metric}
                      figure={figure}
                      row={each}
                      view={view}
                      isOnly={rows.length === 1}
                    />
                  </dd>
                </div>
              ))}
            </dl>
          ))}
          {reason !== undefined && <p className="basis">{reason}</p>}
          <Counts row={row} />
          {metric.name === 'health' && (
            <HealthParts parts={partsOf(row)} view={view} changes={daysOfHealth(view.asOfDay, view.filter)} />
          )}
        </>
      )}
      <p className="basis">Definition version {metric.version}</p>
    </>
  );
}

interface CountedFigureProps {
  readonly metric: NamedMetric;
  readonly figure: FigureDeclaration;
  readonly row: MetricRow;
  readonly view: View;
  /** Not one of several, whose rows stand together in the list. */
  readonly isOnly: boolean;
}

/** A figure; one that counts rows of the list narrows it to these. */
function CountedFigure({ metric, figure, row, view, isOnly }: CountedFigureProps) {
  const shown = showFigure(row, figure);
  const text = <FigureText figure={shown} name={figure.name} />;
  const isWay = figure.shape === 'count' && isWayOfCounting(figure.name);
  if (!isOnly || !isWay || shown.value === undefined || shown.value === 0) return text;
  return (
    <WhyLink metric={metric.name} view={view} counted={[figure.name]} label="Only these">
      {text}
    </WhyLink>
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
