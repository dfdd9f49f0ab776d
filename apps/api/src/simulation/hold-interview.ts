import { type Course, type Held } from './course.js';
import { iso } from './history.js';
import { DAY, HOUR, MINUTE } from './office-clock.js';
import { submitScorecards } from './scorecards.js';
import { SIMULATED_SOURCE_PREFIX } from './simulated-source.js';

const RESCHEDULED = 0.13;
const CANCELLED = 0.07;
const PLANNED_AGAIN = 0.65;
const NO_SHOW = 0.025;
const MISTAKEN = 0.02;
const REMINDED = 0.35;
const URL = `${SIMULATED_SOURCE_PREFIX}applications/`;

interface Slot {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Plans an interview and plays it; `undefined`: it never took place. */
export function holdInterview(
  course: Course,
  stage: string,
  ordinal: number,
  plannedAt: number,
): Held | undefined {
  const { random, history, applicationId } = course;
  const interviewId = `${applicationId}-interview-${ordinal + 1}`;
  const people = interviewersOf(course);
  let slot = slotAfter(course, plannedAt, random.int(2, 7));
  // Each change comes after the one before it.
  let changedAt = schedule(course, interviewId, stage, plannedAt, slot, people);

  while (random.chance(RESCHEDULED)) {
    changedAt = random.between(changedAt, slot.startsAt);
    slot = slotAfter(course, slot.startsAt, random.int(1, 5));
    history.add('hearback.interview.rescheduled.v1', changedAt, { interviewId, ...instants(slot) });
  }
  if (random.chance(CANCELLED)) {
    const at = random.between(changedAt, slot.startsAt);
    const by = random.pick(['candidate', 'company', 'company', 'unknown'] as const);
    history.add('hearback.interview.cancelled.v1', at, { interviewId, by });
    if (!random.chance(PLANNED_AGAIN)) return undefined;
    const again = course.team.clock.after(at, random.between(0.2, 2));
    if (again >= course.team.silentFrom) return undefined;
    slot = slotAfter(course, Math.max(again, slot.startsAt), random.int(2, 6));
    history.add('hearback.interview.scheduled.v1', again, { interviewId, ...instants(slot) });
  }
  if (random.chance(REMINDED)) {
    history.add('hearback.response.sent.v1', slot.startsAt - DAY, {
      interviewId,
      kind: 'status_update',
      channel: 'email',
      automated: true,
    });
  }
  if (random.chance(NO_SHOW)) {
    const at = slot.startsAt + 20 * MINUTE;
    history.add('hearback.interview.cancelled.v1', at, { interviewId, by: 'candidate', noShow: true });
    return undefined;
  }
  const endedAt = complete(course, interviewId, slot);
  submitScorecards(course, interviewId, endedAt, people);
  return { interviewId, endedAt };
}

type People = readonly { readonly id: string; readonly scorecardRequired: boolean }[];

function interviewersOf({ random, team }: Course): People {
  return random
    .sample(team.interviewers, random.int(1, 4))
    .map((id, index) => ({ id, scorecardRequired: index === 0 || random.chance(0.7) }));
}

/** Half-hour steps within office hours, some working days on. */
function slotAfter({ random, team: { clock } }: Course, at: number, workingDays: number): Slot {
  const day = clock.workingDayAfter(clock.dayOf(at), workingDays);
  const startsAt = clock.at(day, 9 * 60 + 30 * random.int(0, 12));
  return { startsAt, endsAt: startsAt + random.pick([45, 60, 60, 90]) * MINUTE };
}

function instants({ startsAt, endsAt }: Slot): { readonly startsAt: string; readonly endsAt: string } {
  return { startsAt: iso(startsAt), endsAt: iso(endsAt) };
}

/** Now and then with a mistake in it that is corrected soon after. @returns when all is right */
function schedule(
  course: Course,
  interviewId: string,
  stage: string,
  at: number,
  slot: Slot,
  interviewers: People,
): number {
  const { organisation, random, history, team, job, candidateId, applicationId } = course;
  const right = {
    candidateId,
    teamId: team.id,
    teamName: team.name,
    jobId: job.id,
    jobTitle: job.title,
    stage,
    interviewers: [...interviewers],
    url: URL + applicationId,
  };
  const mistake = random.float();
  const other = random.pick(organisation.teams);
  const wrong =
    mistake < MISTAKEN / 2
      ? { ...right, stage: random.pick(job.stages) }
      : mistake < MISTAKEN
        ? { ...right, teamId: other.id, teamName: other.name }
        : right;
  const correctedAt = at + random.between(0.1, 3) * HOUR;
  history.add('hearback.interview.scheduled.v1', at, { interviewId, ...wrong, ...instants(slot) });
  if (wrong === right) return at;
  const { teamId, teamName } = right;
  const correction = { interviewId, teamId, teamName, stage, ...instants(slot) };
  history.add('hearback.interview.rescheduled.v1', correctedAt, correction);
  return correctedAt;
}

/** @returns when it ended; where the source does not tell, when it was to end */
function complete(
  { random, history, team }: Course,
  interviewId: string,
  { startsAt, endsAt }: Slot,
): number {
  const startedAt = startsAt + random.int(0, 6) * MINUTE;
  const endedAt = endsAt + random.int(-5, 15) * MINUTE;
  const toldAt = endedAt + random.int(0, 25) * MINUTE;
  if (!random.chance(team.tellsCompletion)) return endsAt;
  const told = { interviewId, startedAt: iso(startedAt), endedAt: iso(endedAt) };
  history.add('hearback.interview.completed.v1', toldAt, told);
  return endedAt;
}
