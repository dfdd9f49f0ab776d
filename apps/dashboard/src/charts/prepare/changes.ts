import { type HealthComponent, type HealthPart, type MetricRow } from '@hearback/domain/metrics';
import { formatNumber, plural } from '../../format/number.js';
import { bandLooks, bandOfRow, componentNames, partsOf } from '../../metrics/health.js';
import { type Answers } from '../../metrics/answers-query.js';

/** Something that moved since a week before, as a sentence about a team. */
export interface Movement {
  readonly team: string;
  readonly name: string;
  readonly direction: 'better' | 'worse';
  /** What follows the team's name. */
  readonly text: string;
  /** Among others of its kind: the larger, the sooner it is told. */
  readonly size: number;
}

/** Less than this is the noise of a week. In points of health, and in candidates. */
const LEAST_POINTS = 3;
const LEAST_OVERDUE = 3;
const MOST_TOLD = 6;

interface Week {
  readonly health: Answers;
  readonly waiting: Answers;
}

/**
 * What changed most since a week before: teams whose health moved, with the part that moved it, and teams where more
 * candidates are overdue. What got worse comes first, and leaves room for what got better.
 */
export function prepareMovements(
  now: Week,
  before: Week,
  nameOf: (team: string) => string,
): readonly Movement[] {
  const all = [...healthMovements(now, before, nameOf), ...overdueMovements(now, before, nameOf)];
  const told = (direction: Movement['direction']): Movement[] =>
    all.filter((movement) => movement.direction === direction).sort((a, b) => b.size - a.size);
  const [worse, better] = [told('worse'), told('better')];
  const room = Math.max(MOST_TOLD - better.length, Math.ceil((MOST_TOLD * 2) / 3));
  const first = worse.slice(0, room);
  return [...first, ...better.slice(0, MOST_TOLD - first.length)];
}

function rowsOf(answers: Answers, metric: 'health' | 'waiting-now'): Map<string, MetricRow> {
  return new Map(answers[metric]?.rows.map((row) => [row.team ?? '', row]));
}

function healthMovements(now: Week, before: Week, nameOf: (team: string) => string): Movement[] {
  const prior = rowsOf(before.health, 'health');
  return [...rowsOf(now.health, 'health')].flatMap(([team, row]): Movement[] => {
    const was = prior.get(team);
    const [after, earlier] = [row['health'], was?.['health']];
    if (typeof after !== 'number' || typeof earlier !== 'number') return [];
    const difference = after - earlier;
    if (Math.abs(difference) < LEAST_POINTS) return [];
    const verb = difference < 0 ? 'fell' : 'rose';
    const cause = strongest(partsOf(row), partsOf(was), Math.sign(difference));
    const because = cause === undefined ? '' : `, mostly by ${cause}`;
    const text = `${verb} from ${points(earlier)}${bandText(was)} to ${points(after)}${bandText(row)}${because}.`;
    const direction = difference < 0 ? 'worse' : 'better';
    return [{ team, name: nameOf(team), direction, text, size: Math.abs(difference) }];
  });
}

function bandText(row: MetricRow | undefined): string {
  const band = bandOfRow(row);
  return band === undefined ? '' : ` (${bandLooks[band].text.toLowerCase()})`;
}

/** The part that moved the figure most in its direction; parts that came or went say nothing by themselves. */
function strongest(
  now: readonly HealthPart[],
  before: readonly HealthPart[],
  sign: number,
): string | undefined {
  const was = new Map(before.map((part) => [part.component, part]));
  const moved = now.flatMap(({ component, value, share }) => {
    const earlier = was.get(component)?.value;
    if (typeof value !== 'number' || typeof earlier !== 'number') return [];
    return [{ component, value, earlier, effect: (value - earlier) * share * sign }];
  });
  const [most] = moved.sort((a, b) => b.effect - a.effect);
  if (most === undefined || most.effect <= 0) return undefined;
  return `${partName(most.component)}, ${points(most.earlier)} to ${points(most.value)}`;
}

function partName(component: HealthComponent): string {
  const { long } = componentNames[component];
  return component === 'cnps' ? long : long.toLowerCase();
}

function points(value: number): string {
  return formatNumber(Math.round(value));
}

function overdueMovements(now: Week, before: Week, nameOf: (team: string) => string): Movement[] {
  const prior = rowsOf(before.waiting, 'waiting-now');
  return [...rowsOf(now.waiting, 'waiting-now')].flatMap(([team, row]): Movement[] => {
    const after = row['overdue'];
    const earlier = prior.get(team)?.['overdue'] ?? 0;
    if (typeof after !== 'number' || typeof earlier !== 'number') return [];
    const more = after - earlier;
    if (more < LEAST_OVERDUE) return [];
    const text = `has ${plural(after, 'answer')} overdue, ${formatNumber(more)} more than a week before.`;
    return [{ team, name: nameOf(team), direction: 'worse', text, size: more }];
  });
}
