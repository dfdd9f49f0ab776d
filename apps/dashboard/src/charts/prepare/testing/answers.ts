import {
  healthComponents,
  type HealthBand,
  type HealthComponent,
  type HealthValue,
  type MetricAnswer,
  type MetricRow,
} from '@hearback/domain/metrics';

const counts = { n: 1, applications: 1, met: 0, waiting: 0, ended: 0, assumed: 0, inferred: 0, early: 0 };

export function answerOf(rows: readonly MetricRow[]): MetricAnswer {
  return { metric: '', version: 1, unit: '', clock: 'elapsed', asOf: '', filter: {}, rows };
}

export function rowOf(team: string, figures: Readonly<Record<string, unknown>> = {}): MetricRow {
  return { ...counts, team, ...figures };
}

/** Parts that are not given are not measured. */
export function healthRow(
  team: string,
  health: number | null,
  band: HealthBand | null,
  parts: Readonly<Partial<Record<HealthComponent, HealthValue>>> = {},
): MetricRow {
  return rowOf(team, {
    health,
    band,
    parts: healthComponents.map((component) => ({
      component,
      value: parts[component] ?? { notMeasured: component, reason: `No source has sent ${component} yet` },
      weight: 20,
      share: typeof parts[component] === 'number' ? 1 / Object.keys(parts).length : 0,
    })),
  });
}
