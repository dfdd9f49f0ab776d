import {
  healthComponents,
  type HealthBand,
  type HealthComponent,
  type MetricName,
  type MetricRow,
} from '@hearback/domain/metrics';
import { changeOf, type Change } from '../../metrics/change.js';
import { countFigure, declarationOf, figureOf } from '../../metrics/declarations.js';
import { compareFigures, showFigure, type ShownFigure } from '../../metrics/figure.js';
import { bandOfRow, componentNames, partsOf, showPart } from '../../metrics/health.js';
import { type Answers } from '../../metrics/answers-query.js';

/** What one line of the table tells; `team` is its name, `trend` its course over the weeks. */
export type ColumnId = 'health' | 'change' | HealthComponent | 'response' | 'waiting' | 'overdue';

export interface TeamColumn {
  readonly id: ColumnId;
  readonly title: string;
  readonly hint: string;
  readonly better: 'lower' | 'higher';
  /** A part of the health figure: told in full on the team's own page. */
  readonly isPart: boolean;
}

export const teamColumns: readonly TeamColumn[] = [
  column('health', 'Health', 'Over the twelve weeks that ended last: 0 to 100', 'higher'),
  column('change', 'In a week', 'How health moved since a week before', 'higher'),
  ...healthComponents.map((id) => ({
    ...column(
      id,
      componentNames[id].short,
      `${componentNames[id].long}: ${componentNames[id].hint}`,
      'higher',
    ),
    isPart: true,
  })),
  column('response', 'Median wait', 'Half hear back within (median, those still waiting counted)', 'lower'),
  column('waiting', 'Waiting', 'Interviews without an answer now', 'lower'),
  column('overdue', 'Overdue', 'Of them past their due time', 'lower'),
];

function column(id: ColumnId, title: string, hint: string, better: 'lower' | 'higher'): TeamColumn {
  return { id, title, hint, better, isPart: false };
}

export interface TeamRow {
  readonly team: string;
  readonly name: string;
  readonly band: HealthBand | undefined;
  readonly change: Change | undefined;
  readonly figures: Readonly<Record<ColumnId, ShownFigure>>;
  /** Obligations behind health and behind the wait. */
  readonly counts: Readonly<Partial<Record<ColumnId, number>>>;
}

export interface TeamAnswers {
  readonly health: Answers;
  /** A week before; absent until it is known. */
  readonly before?: Answers | undefined;
  readonly response: Answers;
  readonly waiting: Answers;
}

const NO_CHANGE: ShownFigure = { kind: 'none', text: '–', title: 'Nothing to compare with' };
export const healthFigure = figureOf(declarationOf('health'), 'health');

/** Every team with interviews in the selection, or with somebody who waits. */
export function prepareTeams(answers: TeamAnswers, nameOf: (team: string) => string): readonly TeamRow[] {
  const [health, before, response, waiting] = [
    byTeam(answers.health, 'health'),
    byTeam(answers.before ?? {}, 'health'),
    byTeam(answers.response, 'time-to-response'),
    byTeam(answers.waiting, 'waiting-now'),
  ];
  const teams = new Set([...health.keys(), ...response.keys(), ...waiting.keys()]);
  return [...teams].map((team) => {
    const row = health.get(team);
    const shown = showFigure(row, healthFigure);
    const prior = before.get(team);
    const change =
      prior === undefined ? undefined : changeOf(shown, showFigure(prior, healthFigure), healthFigure);
    const parts = partsOf(row);
    const figureOfPart = (id: HealthComponent): [HealthComponent, ShownFigure] => {
      const part = parts.find(({ component }) => component === id);
      return [id, part === undefined ? showFigure(undefined, healthFigure) : showPart(part)];
    };
    return {
      team,
      name: nameOf(team),
      band: bandOfRow(row),
      change,
      figures: {
        health: shown,
        change: changeFigure(shown, change),
        ...(Object.fromEntries(healthComponents.map(figureOfPart)) as Record<HealthComponent, ShownFigure>),
        response: showFigure(response.get(team), figureOf(declarationOf('time-to-response'), 'median')),
        waiting: showFigure(waiting.get(team), countFigure),
        overdue: showFigure(waiting.get(team), figureOf(declarationOf('waiting-now'), 'overdue')),
      },
      counts: { health: row?.n ?? 0, response: response.get(team)?.n ?? 0 },
    };
  });
}

function byTeam(answers: Answers, metric: MetricName): Map<string, MetricRow> {
  return new Map(answers[metric]?.rows.map((row) => [row.team ?? '', row]));
}

function changeFigure(now: ShownFigure, change: Change | undefined): ShownFigure {
  const [after, before] = [now.value, change?.before.value];
  if (change === undefined || after === undefined || before === undefined) return NO_CHANGE;
  const text = change.direction === 'none' ? '0' : change.text.replace(' points', '');
  return { kind: 'value', text, title: `${change.before.text} a week before`, value: after - before };
}

export interface TeamOrder {
  readonly by: ColumnId | 'team';
  readonly descending: boolean;
}

/** Who leaves candidates in the dark comes first. */
export const worstFirst: TeamOrder = { by: 'health', descending: false };

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Teams without a number come last in either direction: they are neither the best nor the worst. */
export function sortTeams(rows: readonly TeamRow[], { by, descending }: TeamOrder): readonly TeamRow[] {
  const direction = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const tie = byName.compare(a.name, b.name);
    if (by === 'team') return direction * tie;
    const [x, y] = [a.figures[by], b.figures[by]];
    const missing = Number(x.value === undefined) - Number(y.value === undefined);
    // Of those without a number, where more candidates wait beyond their time.
    const overdue =
      x.value === undefined ? (b.figures.overdue.value ?? 0) - (a.figures.overdue.value ?? 0) : 0;
    return missing || direction * compareFigures(x, y) || overdue || tie;
  });
}

/** Those whose name contains the text, however it is written. */
export function findTeams(rows: readonly TeamRow[], search: string): readonly TeamRow[] {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? rows : rows.filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** `-waiting`, as it stands in the address; what names no column is the default. */
export function orderFromAddress(text: string | null): TeamOrder {
  const by = text?.replace(/^-/, '');
  const known = [...teamColumns.map(({ id }) => id), 'team' as const].find((id) => id === by);
  return known === undefined ? worstFirst : { by: known, descending: text!.startsWith('-') };
}

export function addressOfOrder({ by, descending }: TeamOrder): string {
  return `${descending ? '-' : ''}${by}`;
}

/** The other direction of the same column; a column chosen anew starts with its worst, names with A. */
export function nextOrder(current: TeamOrder, by: TeamOrder['by']): TeamOrder {
  if (current.by === by) return { by, descending: !current.descending };
  return { by, descending: teamColumns.find(({ id }) => id === by)?.better === 'lower' };
}
