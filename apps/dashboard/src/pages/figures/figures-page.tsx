import { useEffect } from 'react';
import { metrics, type MetricRow } from '@hearback/domain/metrics';
import { type PageProps } from '../../app.js';
import { shownOf } from '../../api/use-fetched.js';
import { useNames } from '../../api/use-names.js';
import { Section } from '../../elements/section.js';
import { WhyLink } from '../../elements/why-link.js';
import { figureCells, figureColumns } from '../../export/figure-cells.js';
import { type ExportedTable } from '../../export/export-menu.js';
import { askedFor, changesFor } from '../../filters/own-time.js';
import { useView, type View } from '../../filters/view.js';
import { formatCount } from '../../format/number.js';
import { Definition } from '../../metrics/definition.js';
import { type NamedMetric } from '../../metrics/declarations.js';
import { headingOf, reasonOf, showFigure } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';
import { useAnswers } from '../../metrics/use-answers.js';
import { PageFrame } from '../../shell/page-frame.js';
import { useMarkedMetric } from './use-marked-metric.js';

/** Everything that is measured, straight from the catalogue: a metric that is declared stands here. */
export default function FiguresPage(props: PageProps) {
  const marked = useMarkedMetric();
  const view = useView(props.organisation);
  const names = useNames();
  // One of them stands for how old they are: all are brought up to date together.
  const first = useAnswers([metrics[0].name], askedFor(metrics[0].name, view));
  return (
    <PageFrame {...props} view={view} names={names} title="All figures" parts={shownOf([first])}>
      <p className="lead">
        Every figure of the selection above, each with its definition and what is behind it. Those who wait,
        and health, are told whatever days are chosen.
      </p>
      <div className="catalogue">
        {/* The place of each is there before its figures, so that a link to it lands there. */}
        {metrics.map((metric) => (
          <div
            key={metric.name}
            id={metric.name}
            className={marked.name === metric.name ? 'anchor is-marked' : 'anchor'}
            tabIndex={-1}
            data-testid={`anchor-${metric.name}`}
          >
            <MetricSection metric={metric} view={view} onDrawn={marked.onDrawn} />
          </div>
        ))}
      </div>
    </PageFrame>
  );
}

interface MetricSectionProps {
  readonly metric: NamedMetric;
  readonly view: View;
  /** It has come to its height. */
  readonly onDrawn: () => void;
}

function MetricSection({ metric, view, onDrawn }: MetricSectionProps) {
  const part = useAnswers([metric.name], askedFor(metric.name, view));
  useEffect(() => {
    if (part.status !== 'loading') onDrawn();
  }, [part.status, onDrawn]);
  return (
    <Section
      title={metric.title}
      testId={`figure-${metric.name}`}
      part={part}
      tools={<Definition metric={metric} />}
      exported={(answers) => exportedMetric(metric, answers[metric.name]?.rows ?? [])}
    >
      {(answers) => {
        const rows = answers[metric.name]?.rows ?? [];
        if (rows.length === 0) return <p className="muted">No data in this selection.</p>;
        const reason = reasonOf(showFigure(rows[0], metric.figures[0]!));
        return (
          <>
            {rows.map((row, index) => (
              <div key={index}>
                {typeof row['obligation'] === 'string' && <h3 className="figures-of">{row['obligation']}</h3>}
                <dl className="figures">
                  {metric.figures
                    .filter(({ shape }) => shape !== 'parts')
                    .map((figure) => (
                      <div key={figure.name}>
                        <dt title={figure.label}>{headingOf(figure)}</dt>
                        <dd>
                          <FigureText figure={showFigure(row, figure)} name={figure.name} />
                        </dd>
                      </div>
                    ))}
                </dl>
              </div>
            ))}
            {reason !== undefined && <p className="basis">{reason}</p>}
            <p className="basis">
              <WhyLink
                metric={metric.name}
                view={view}
                changes={changesFor(metric.name)}
                label={`What is behind ${metric.title.toLowerCase()}`}
              >
                n = {formatCount(rows.reduce((sum, { n }) => sum + n, 0))}
              </WhyLink>
            </p>
          </>
        );
      }}
    </Section>
  );
}

function exportedMetric(metric: NamedMetric, rows: readonly MetricRow[]): ExportedTable {
  const figures = metric.figures.filter(({ shape }) => shape !== 'parts');
  return {
    columns: ['Metric', 'Of', 'n', ...figures.flatMap((figure) => figureColumns(figure.label))],
    rows: rows.map((row) => [
      metric.title,
      typeof row['obligation'] === 'string' ? row['obligation'] : '',
      row.n,
      ...figures.flatMap((figure) => figureCells(showFigure(row, figure))),
    ]),
  };
}
