import { type MetricName } from '@hearback/domain/metrics';
import { nameOrUnassigned } from '../../format/name.js';
import { compareFigures, showFigure, type ShownFigure } from '../../metrics/figure.js';
import { countFigure, declarationOf, figureOf } from '../../metrics/declarations.js';
import { type Answers } from '../../metrics/use-answers.js';

export interface TeamColumn {
  /** `metric.figure`, as it stands in the address. */
  readonly id: string;
  readonly metric: MetricName;
  readonly figure: string;
}

const column = (metric: MetricName, figure: string): TeamColumn => ({
  id: `${metric}.${figure}`,
  metric,
  figure,
});

export const teamColumns: readonly TeamColumn[] = [
  column('time-to-response', 'median'),
  column('time-to-response', 'p90'),
  column('time-to-decision', 'median'),
  column('response-rate', 'rate'),
  column('waiting-now', countFigure.name),
  column('time-to-response', countFigure.name),
];

export const teamMetrics: readonly MetricName[] = [...new Set(teamColumns.map(({ metric }) => metric))];

export interface TeamRow {
  readonly team: string;
  readonly name: string;
  readonly figures: Readonly<Record<string, ShownFigure>>;
  /** Obligations behind each column's figure. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface TeamOrder {
  /** A column's id, or `team`. */
  readonly by: string;
  readonly descending: boolean;
}

/** Worst first: the decision is what candidates wait for to the end. */
export const worstFirst: TeamOrder = { by: 'time-to-decision.median', descending: true };

/** Teams with interviews in the selection. A team that a metric has no row for has none waiting, but a gap in waits. */
export function prepareTeams(answers: Answers, names: ReadonlyMap<string, string>): readonly TeamRow[] {
  const rowsOf = new Map(
    teamMetrics.map((metric) => [metric, new Map(answers[metric]?.rows.map((row) => [row.team ?? '', row]))]),
  );
  const teams = new Set(teamMetrics.flatMap((metric) => [...rowsOf.get(metric)!.keys()]));
  return [...teams].map((team) => {
    const cells = teamColumns.map(({ id, metric, figure }) => {
      const row = rowsOf.get(metric)!.get(team);
      return { id, n: row?.n ?? 0, shown: showFigure(row, figureOf(declarationOf(metric), figure)) };
    });
    return {
      team,
      name: nameOrUnassigned(names.get(team) ?? team),
      figures: Object.fromEntries(cells.map(({ id, shown }) => [id, shown])),
      counts: Object.fromEntries(cells.map(({ id, n }) => [id, n])),
    };
  });
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Teams without a number come last in either direction: they are neither the best nor the worst. */
export function sortTeams(rows: readonly TeamRow[], { by, descending }: TeamOrder): readonly TeamRow[] {
  const direction = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const tie = byName.compare(a.name, b.name);
    if (by === 'team') return direction * tie;
    const [x, y] = [a.figures[by], b.figures[by]];
    if (x === undefined || y === undefined) return tie;
    const missing = Number(x.value === undefined) - Number(y.value === undefined);
    return missing || direction * compareFigures(x, y) || tie;
  });
}

/** `-time-to-decision.median`, as it stands in the address; what names no column is the default. */
export function orderFromAddress(text: string | null): TeamOrder {
  const by = text?.replace(/^-/, '') ?? '';
  const known = by === 'team' || teamColumns.some(({ id }) => id === by);
  return known ? { by, descending: text!.startsWith('-') } : worstFirst;
}

export function addressOfOrder({ by, descending }: TeamOrder): string {
  return `${descending ? '-' : ''}${by}`;
}

/** The other direction of the same column; a column chosen anew starts with its worst, names with A. */
export function nextOrder(current: TeamOrder, by: string): TeamOrder {
  if (current.by === by) return { by, descending: !current.descending };
  const chosen = teamColumns.find(({ id }) => id === by);
  if (chosen === undefined) return { by, descending: false };
  return { by, descending: figureOf(declarationOf(chosen.metric), chosen.figure).better !== 'higher' };
}
