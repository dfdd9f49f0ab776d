import {
  metricNamed,
  metrics,
  type FigureDeclaration,
  type MetricDeclaration,
  type MetricName,
} from '@hearback/domain/metrics';

/** What the first page is about: what candidates live through after an interview. */
const ON_THE_FIRST_PAGE: readonly MetricName[] = [
  'time-to-response',
  'time-to-decision',
  'time-to-feedback',
  'response-rate',
  'waiting-now',
];

/** Those of the catalogue, as declarations: what the page draws follows from these, not from the names. */
export const declarations: readonly (MetricDeclaration & { readonly name: MetricName })[] = metrics.filter(
  ({ name }) => ON_THE_FIRST_PAGE.includes(name),
);

/** Waits, whose figures are quantiles: these get a trend and a distribution. */
export const latencies = declarations.filter(({ figures }) =>
  figures.some(({ shape }) => shape === 'quantile'),
);

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
