import { createHash } from 'node:crypto';
import { standardCalendar, type Calendar, type FoldOptions } from '@hearback/domain';
import type { DueKind, Organisation } from './schema.js';
import { ownValue } from '../own-value.js';

export function foldOptionsOf({ timeZone, inferResponses }: Organisation): FoldOptions {
  return { timeZone, inferResponses };
}

/**
 * The calendar of a team; without a team, or one without its own, Monday to Friday 09:00-17:00 in the zone of the
 * organisation. Always the same object for the same team.
 * @param team the id that events give
 */
export function calendarOf(organisation: Organisation, team?: string | null): Calendar {
  const named = ownValue(organisation.calendars, teamOf(organisation, team)?.calendar);
  return named ?? standardCalendar(organisation.timeZone);
}

/**
 * After how many business days something falls due: as set for the team and stage, else for the team, else for the
 * organisation; `undefined` where it never does.
 * @param team the id that events give
 * @param stage the stage as events name it
 */
export function allowedBusinessDays(
  organisation: Organisation,
  kind: DueKind,
  team?: string | null,
  stage?: string | null,
): number | undefined {
  const ofTeam = teamOf(organisation, team)?.dueBusinessDays;
  return ownValue(ofTeam?.stages, stage)?.[kind] ?? ofTeam?.[kind] ?? organisation.dueBusinessDays[kind];
}

/**
 * A short hash of what changes figures: it stays the same when only names, recipients, sources, the order of stages
 * or calendars that no team has are other ones.
 * @returns 12 hexadecimal digits
 */
export function configurationVersion(organisation: Organisation): string {
  const { timeZone, dueBusinessDays, horizons, minimumGroup, inferResponses, health } = organisation;
  const teams = Object.entries(organisation.teams).map(([id, { calendar, dueBusinessDays }]) => [
    id,
    calendar === undefined ? undefined : ownValue(organisation.calendars, calendar),
    dueBusinessDays,
  ]);
  const figures = {
    timeZone,
    dueBusinessDays,
    horizons,
    minimumGroup,
    inferResponses,
    health,
    teams: Object.fromEntries(
      teams.flatMap(([id, ...what]) => (what.some((part) => part !== undefined) ? [[id, what]] : [])),
    ) as unknown,
  };
  return createHash('sha256').update(canonical(figures)).digest('hex').slice(0, 12);
}

function teamOf(
  { teams }: Organisation,
  team: string | null | undefined,
): Organisation['teams'][string] | undefined {
  return ownValue(teams, team);
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
