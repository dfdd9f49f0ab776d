import { businessClock } from '@hearback/domain';
import { calendarOf } from '../../platform/organisation.js';
import type { BehindPage, ToldWindow } from '../behind/list-behind.query.js';
import { TooFewToTell } from './differences.js';
import { metricsByHand, promiseKept, type Asked, type Row } from './rebuilt-metrics.js';
import { missing } from '../../testing/metrics-under-test.js';
import { ratingFigures } from './rebuilt-moments.js';
import {
  applicationsOf,
  countsOf,
  grouped,
  groupOf,
  isMoment,
  isOwed,
  shareOf,
  sumOf,
  type Owed,
} from './rows-by-hand.js';
import { costOfOpenByHand, HORIZON, scoreByHand, type Wait } from './waits-by-hand.js';

/** All responses of the organisation as of an instant, whatever was asked for. */
export type Everybody = (asOf: string) => Promise<readonly Owed[]>;

type Figure = number | null | { readonly withheld: string; readonly n: number };
const tooFew = (n: number): { readonly withheld: string; readonly n: number } => ({
  withheld: 'too few',
  n,
});
const unlessFew = (n: number, minimum: number, figure: number): Figure => (n < minimum ? tooFew(n) : figure);

/** The wait of a row in business days of its team's calendar. */
export function waitOf(row: Owed, asOf: number, { organisation }: Asked): Wait {
  const calendar = businessClock(calendarOf(organisation, row.team));
  const until = row.stoppedAt === null ? asOf : Date.parse(row.stoppedAt);
  const length = calendar.workingSeconds(Date.parse(row.startedAt), until) / calendar.daySeconds;
  return { length, answered: row.state === 'met' };
}

/** The waits by which a window's open ones are judged: those before it, or its own where they are fewer than 30. */
async function yardstickOf(
  { from, to, asOf, yardstick }: ToldWindow,
  everybody: Everybody,
  asked: Asked,
): Promise<Wait[]> {
  const all = await everybody(asOf);
  const started = (start: string, end: string): Wait[] =>
    all
      .filter(({ startedAt }) => startedAt >= start && startedAt < end)
      .map((row) => waitOf(row, Date.parse(asOf), asked));
  const before = started(yardstick.from, yardstick.to);
  return before.length < 30 ? started(from, to) : before;
}

interface ScoredGroup {
  readonly groups: Row;
  readonly rows: readonly Owed[];
  readonly figures: { readonly score: Figure; readonly low: Figure; readonly high: Figure };
  /** Where a row tells another wait or cost than it has by hand. */
  readonly faults: readonly string[];
}

async function scoredGroups(
  { windows = [], rows }: BehindPage,
  everybody: Everybody,
  asked: Asked,
): Promise<ScoredGroup[]> {
  const { organisation, by } = asked;
  const groups: ScoredGroup[] = [];
  for (const window of windows) {
    const yardstick = await yardstickOf(window, everybody, asked);
    const own = rows
      .filter(isOwed)
      .filter(
        ({ kind, windowFrom, week }) =>
          kind === 'response' && windowFrom === window.from && week === window.week,
      );
    for (const group of grouped(own, by, organisation.timeZone)) {
      const waits = group.rows.map((row) => waitOf(row, Date.parse(window.asOf), asked));
      const costs = waits.map(({ answered, length }) =>
        answered ? Math.min(length, HORIZON) : costOfOpenByHand(length, yardstick),
      );
      const faults = group.rows.flatMap((row, index) => {
        const [days, cost] = [waits[index]!.length, costs[index]!];
        const isSame = Math.abs((row.days ?? NaN) - days) < 1e-9 && Math.abs((row.cost ?? NaN) - cost) < 1e-9;
        return isSame
          ? []
          : [`${row.obligationId}: tells ${row.days}, ${row.cost}, by hand ${days}, ${cost}`];
      });
      const from = applicationsOf(group.rows);
      const { score, low, high } = scoreByHand(waits, costs);
      const figure = (value: number): Figure => unlessFew(from, organisation.minimumGroup, value);
      const figures = { score: figure(score), low: figure(low), high: figure(high) };
      groups.push({ ...group, figures, faults });
    }
  }
  return groups;
}

export interface RebuiltScore {
  readonly rows: Row[];
  readonly faults: readonly string[];
}

export async function rebuiltScore(
  page: BehindPage,
  everybody: Everybody,
  asked: Asked,
): Promise<RebuiltScore> {
  const groups = await scoredGroups(page, everybody, asked);
  return {
    rows: groups.map(({ groups: names, rows, figures }) => ({ ...names, ...countsOf(rows), ...figures })),
    faults: groups.flatMap(({ faults }) => faults),
  };
}

type Value = Exclude<Figure, null> | { readonly notMeasured: string } | TooFewToTell;

/** The mean of what is known of 1 to 5, on 0 to 100; where nothing is, why. */
function qualityOf(figures: readonly unknown[]): Value {
  const known = figures.filter((figure) => typeof figure === 'number');
  if (known.length > 0) return ((sumOf(known) / known.length - 1) / 4) * 100;
  return (figures.find((figure) => figure !== null) ?? tooFew(0)) as Value;
}

/** Each group's parts from the three kinds of rows in the list, and their weighted mean. */
export async function rebuiltHealth(
  page: BehindPage,
  everybody: Everybody,
  asked: Asked,
): Promise<RebuiltScore> {
  const { organisation, isMeasured, by } = asked;
  const { minimumGroup: minimum, health, timeZone } = organisation;
  const groups = await scoredGroups(page, everybody, asked);
  const rows = groups.map(({ groups: names, rows: responses, figures }) => {
    const isOfGroup = (row: Parameters<typeof groupOf>[0]): boolean =>
      JSON.stringify(groupOf(row, by, timeZone)) === JSON.stringify(names);
    const shareAmong = (
      some: readonly Owed[],
      metric: typeof promiseKept,
      as: string,
      others: string[],
    ): Value => {
      const counted = some.filter((row) => [as, ...others].includes(metric.countedAs(row, asked)));
      const part = counted.filter((row) => metric.countedAs(row, asked) === as).length;
      const from = applicationsOf(counted);
      return from < minimum ? tooFew(from) : 100 * (shareOf(part, counted.length) ?? 0);
    };
    const promises = page.rows.filter(isOwed).filter((row) => row.kind === 'promise' && isOfGroup(row));
    const ratings = page.rows.filter(isMoment).filter(isOfGroup);
    const rated = ratingFigures(ratings, minimum);
    const { cnps } = rated;
    const unrated = isMeasured('candidate.rated') ? undefined : missing('candidate.rated');
    const values: Readonly<Record<keyof typeof health.weights, Value>> = {
      latencyScore: figures.score as Value,
      responseRate: shareAmong(responses, metricsByHand['response-rate']!, 'numerator', ['denominator']),
      promiseKept: isMeasured('response.promised')
        ? shareAmong(promises, promiseKept, 'kept', ['moved', 'broken'])
        : missing('response.promised'),
      quality: unrated ?? qualityOf([rated['specific'], rated['constructive'], rated['respectful']]),
      cnps: unrated ?? (typeof cnps === 'number' ? (cnps + 100) / 2 : ((cnps ?? tooFew(0)) as Value)),
    };
    const parts = (Object.keys(health.weights) as (keyof typeof values)[]).map((component) => ({
      component,
      value: values[component],
      weight: health.weights[component],
    }));
    const told = overall(parts, health.bands);
    const from = applicationsOf(responses);
    return {
      ...names,
      ...countsOf(responses),
      health: from < minimum ? tooFew(from) : told.health,
      band: from < minimum ? null : told.band,
      parts: parts.map((part) => ({
        ...part,
        share: told.health === null || typeof part.value !== 'number' ? 0 : part.weight / told.known,
      })),
    };
  });
  return { rows, faults: groups.flatMap(({ faults }) => faults) };
}

function overall(
  parts: readonly { readonly value: Value; readonly weight: number }[],
  bands: { readonly healthy: number; readonly watch: number },
): { health: number | null; band: string | null; known: number } {
  const isMissing = (value: Value): boolean => typeof value === 'object' && 'notMeasured' in value;
  const measured = sumOf(parts.filter(({ value }) => !isMissing(value)).map(({ weight }) => weight));
  const told = parts.filter(({ value }) => typeof value === 'number');
  const known = sumOf(told.map(({ weight }) => weight));
  if (known === 0 || known < measured / 2) return { health: null, band: null, known };
  const health = sumOf(told.map(({ value, weight }) => (value as number) * weight)) / known;
  const band = health >= bands.healthy ? 'healthy' : health >= bands.watch ? 'watch' : 'at risk';
  return { health, band, known };
}
