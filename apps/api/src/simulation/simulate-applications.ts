import type { Course } from './course.js';
import { History, iso, type CloudEvent } from './history.js';
import { DAY, MINUTE } from './office-clock.js';
import {
  organisationOf,
  type SimulatedOrganisation,
  type SimulationOptions,
  type Team,
} from './organisation.js';
import { playApplication } from './play-application.js';
import { Random } from './random.js';

/** Measured: what an application comes to in the mean. */
const INTERVIEWS_PER_APPLICATION = 1.55;
const MERGED = 0.01;

/**
 * The events of one application after the other, each in the order in which its source sends them; the applications
 * in the order in which they begin, to the week. Pure: the same options give the same events with the same ids.
 * Nothing is kept from one application to the next, so that millions can be asked for.
 */
export function* simulateApplications(options: SimulationOptions): Generator<CloudEvent[], void, undefined> {
  const organisation = organisationOf(options);
  for (const { team, ordinal, week } of applicationsOf(organisation, options))
    yield play(organisation, team, ordinal, week);
}

/** Two candidate ids that turned out to be one person. No event of a source: people say so in Hearback itself. */
export interface SimulatedMerge {
  readonly fromCandidateId: string;
  readonly intoCandidateId: string;
  readonly time: string;
}

/** The merges of candidates in the history that {@link simulateApplications} makes up with the same options. */
export function* simulateMerges(options: SimulationOptions): Generator<SimulatedMerge, void, undefined> {
  const organisation = organisationOf(options);
  const { run, until, seed } = organisation;
  for (const { ordinal, week } of applicationsOf(organisation, options)) {
    const random = new Random(seed, 'merge', ordinal);
    if (ordinal === 1 || !random.chance(MERGED)) continue;
    const intoCandidateId = candidateOf(run, random.int(Math.max(1, ordinal - 100), ordinal - 1));
    const at = week + random.between(8, 19) * DAY;
    if (at <= until) yield { fromCandidateId: candidateOf(run, ordinal), intoCandidateId, time: iso(at) };
  }
}

interface SimulatedApplication {
  readonly team: Team;
  readonly ordinal: number;
  /** The beginning of the week in which it begins. */
  readonly week: number;
}

function* applicationsOf(
  { teams, from }: SimulatedOrganisation,
  options: SimulationOptions,
): Generator<SimulatedApplication, void, undefined> {
  const perWeek = applicationsPerWeek(options);
  let ordinal = 0;
  for (let week = 0; week < options.weeks; week += 1) {
    for (const [index, team] of teams.entries()) {
      const count = new Random(options.seed, 'week', week, index).round(perWeek);
      for (let left = count; left > 0; left -= 1) {
        ordinal += 1;
        yield { team, ordinal, week: from + week * 7 * DAY };
      }
    }
  }
}

/** About how many there will be: for showing how far it is. */
export function expectedApplications(options: SimulationOptions): number {
  return Math.max(1, options.weeks * options.teams * applicationsPerWeek(options));
}

function applicationsPerWeek({ interviewsPerWeek }: SimulationOptions): number {
  return interviewsPerWeek / INTERVIEWS_PER_APPLICATION;
}

function play(organisation: SimulatedOrganisation, team: Team, ordinal: number, week: number): CloudEvent[] {
  const { seed, run, until } = organisation;
  const random = new Random(seed, 'application', ordinal);
  const applicationId = `sim-${run}-${ordinal}`;
  const candidateId = candidateOf(run, ordinal);
  const history = new History(team.source, applicationId, until, random);
  const course: Course = {
    organisation,
    team,
    job: random.pick(team.jobs),
    applicationId,
    candidateId,
    random,
    history,
  };
  // Whole minutes within the week, so that nobody applies at midnight sharp.
  const appliedAt = week + random.int(0, (7 * DAY) / MINUTE - 1) * MINUTE;
  playApplication(course, appliedAt);
  return history.inOrderOfSending();
}

function candidateOf(run: string, ordinal: number): string {
  return `sim-${run}-candidate-${ordinal}`;
}
