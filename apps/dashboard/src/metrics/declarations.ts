import {
  metricNamed,
  metrics,
  type FigureDeclaration,
  type MetricDeclaration,
  type MetricName,
} from '@hearback/domain/metrics';

/** What candidates live through after an interview, as far as it is a wait: these get a trend and a distribution. */
const WAITS: readonly MetricName[] = ['time-to-response', 'time-to-decision', 'time-to-feedback'];

export const latencies = metrics.filter(({ name }) => WAITS.includes(name));

/** One of the catalogue. */
export type NamedMetric = MetricDeclaration & { readonly name: MetricName };

/** `undefined`: there is none of that name. */
export function metricOf(name: string): NamedMetric | undefined {
  return metrics.find((metric) => metric.name === name);
}

export function declarationOf(name: MetricName): MetricDeclaration {
  const declaration = metricNamed(name);
  if (declaration === undefined) throw new Error(`no metric is named ${name}`);
  return declaration;
}

/** The count behind a metric, as a figure like the others. */
export const countFigure: FigureDeclaration = {
  name: 'n',
  label: 'Interviews',
  shape: 'count',
  additive: true,
};

export function figureOf(metric: MetricDeclaration, name: string): FigureDeclaration {
  const figure = name === countFigure.name ? countFigure : metric.figures.find((one) => one.name === name);
  if (figure === undefined) throw new Error(`${metric.name} has no figure ${name}`);
  return figure;
}
