import type { BehindRow } from '../behind/list-behind.query.js';
import type { ToldObligation } from '../behind/told-obligation.js';
import type { ToldTouchpoint } from '../behind/told-touchpoint.js';

type Told = Pick<BehindRow, 'counted' | 'week' | 'days' | 'cost' | 'windowFrom'>;
export type Owed = ToldObligation & Told;
export type Moment = ToldTouchpoint & Told;

export function isOwed(row: BehindRow): row is BehindRow & Owed {
  return 'obligationId' in row;
}

export function isMoment(row: BehindRow): row is BehindRow & Moment {
  return 'touchpointId' in row;
}

/** Of what is met or ended, when; of what waits, the instant asked about. */
export function seenUntil({ stoppedAt }: Owed, asOf: number): number {
  return stoppedAt === null ? asOf : Date.parse(stoppedAt);
}

export function elapsedMs(row: Owed, asOf: number): number {
  return seenUntil(row, asOf) - Date.parse(row.startedAt);
}

export function distinct(values: readonly (string | null)[]): number {
  return new Set(values).size;
}

export function applicationsOf(rows: readonly { readonly applicationId: string }[]): number {
  return distinct(rows.map(({ applicationId }) => applicationId));
}

/** What every figure carries. */
export function countsOf(rows: readonly Owed[]): Record<string, number> {
  const inState = (state: string): number => rows.filter((row) => row.state === state).length;
  const flagged = (flag: Owed['flags'][number]): number =>
    rows.filter(({ flags }) => flags.includes(flag)).length;
  return {
    n: rows.length,
    applications: applicationsOf(rows),
    met: inState('met'),
    waiting: inState('waiting'),
    ended: inState('ended'),
    assumed: flagged('assumed'),
    inferred: flagged('inferred'),
    early: flagged('early'),
  };
}

/** Of moments: they have no clock, so none is met or waits. */
export function countsOfMoments(rows: readonly Moment[]): Record<string, number> {
  return { ...countsOf([]), n: rows.length, applications: applicationsOf(rows) };
}

/** `null` where there is nothing to take it of. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export function meanOf(values: readonly number[]): number | null {
  return shareOf(sumOf(values), values.length);
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The calendar day in a zone, asked of the platform and not of the domain. */
export function localDay(at: string, zone: string): string {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, format);
  return format.format(Date.parse(at));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The week of a day belongs to the year of its Thursday. */
export function isoWeek(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const year = date.getUTCFullYear();
  const week = Math.ceil(((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The groups of a row, from its own fields: its team, stage and job, and the day of its clock's start or moment. */
export function groupOf(
  row: Owed | Moment,
  by: readonly string[],
  zone: string,
): Readonly<Record<string, string>> {
  const day = localDay('startedAt' in row ? row.startedAt : row.at, zone);
  const groups: Record<string, string> = {
    team: row.team,
    stage: row.stage,
    job: row.job,
    day,
    // Of a score, the week that its window ends with.
    week: 'windowFrom' in row ? (row.week ?? '') : isoWeek(day),
    month: day.slice(0, 7),
  };
  return Object.fromEntries(by.map((name) => [name, groups[name] ?? '']));
}

export interface Group<Row> {
  readonly groups: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/** In no order. */
export function grouped<Row extends Owed | Moment>(
  rows: readonly Row[],
  by: readonly string[],
  zone: string,
): Group<Row>[] {
  const found = new Map<string, { groups: Readonly<Record<string, string>>; rows: Row[] }>();
  for (const row of rows) {
    const groups = groupOf(row, by, zone);
    const key = JSON.stringify(groups);
    const group = found.get(key) ?? { groups, rows: [] };
    found.set(key, group);
    group.rows.push(row);
  }
  return [...found.values()];
}
