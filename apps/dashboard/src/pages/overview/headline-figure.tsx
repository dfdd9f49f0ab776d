import {
  type FigureDeclaration,
  type MetricDeclaration,
  type MetricName,
  type MetricRow,
} from '@hearback/domain/metrics';
import { WaitingFigure } from '../../elements/waiting-link.js';
import { WhyLink } from '../../elements/why-link.js';
import { changesFor } from '../../filters/own-time.js';
import { type View } from '../../filters/view.js';
import { countFigure } from '../../metrics/declarations.js';
import { headingOf, showFigure } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';

interface HeadlineFigureProps {
  readonly name: MetricName;
  readonly metric: MetricDeclaration;
  readonly figure: FigureDeclaration;
  readonly row: MetricRow | undefined;
  readonly view: View;
}

/** A smaller figure of a card: a count leads to exactly what it counts, any other to what it is made of. */
export function HeadlineFigure({ name, metric, figure, row, view }: HeadlineFigureProps) {
  if (name === 'waiting-now')
    return <WaitingFigure figure={figure} row={row} view={view} className="why-quiet" />;
  const shown = showFigure(row, figure);
  const text = <FigureText figure={shown} name={figure.name} />;
  const isCount = figure.shape === 'count';
  if (shown.value === undefined || (isCount && shown.value === 0)) return text;
  return (
    <WhyLink
      metric={name}
      view={view}
      changes={changesFor(name)}
      // The counts of a metric are named as its rows say how they were counted.
      counted={isCount ? [figure.name] : undefined}
      label={`What is behind ${metric.title.toLowerCase()}: ${glossOf(figure)}`}
      className="why-quiet"
    >
      {text}
    </WhyLink>
  );
}

export function glossOf(figure: FigureDeclaration): string {
  if (figure.name === countFigure.name) return 'interviews without an answer, whenever they were';
  if (figure.name === 'rate' && figure.label === 'Share kept') return 'kept by the time promised first';
  if (figure.shape !== 'quantile') return figure.label;
  return figure.name === 'median'
    ? 'median: half wait no longer'
    : `${headingOf(figure)} within (${figure.name})`;
}
