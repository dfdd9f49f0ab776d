import type { Course } from './course.js';
import { iso } from './history.js';
import { HOUR, MINUTE } from './office-clock.js';
import { paceAt } from './organisation.js';

const FORGOTTEN = 0.07;
const OPTIONAL = 0.3;
const EDITED = 0.1;
const DELETED = 0.02;
const CRITERIA = 5;

/** Interviewers hand in what they are asked for, some late, some never; a few change or take back what they said. */
export function submitScorecards(
  course: Course,
  interviewId: string,
  endedAt: number,
  interviewers: readonly { readonly id: string; readonly scorecardRequired: boolean }[],
): void {
  const { organisation, team, random, history } = course;
  const { scorecardDays } = paceAt(organisation, team, endedAt);
  const submit = (interviewerId: string, at: number, wordCount: number): void => {
    history.add('hearback.scorecard.submitted.v1', at, {
      interviewId,
      interviewerId,
      submittedAt: iso(at),
      wordCount,
      criteriaRated: random.int(2, CRITERIA),
      criteriaTotal: CRITERIA,
    });
  };
  for (const { id, scorecardRequired } of interviewers) {
    if (!random.chance(scorecardRequired ? 1 - FORGOTTEN : OPTIONAL)) continue;
    const days = random.logNormal(scorecardDays, 0.9);
    const at = Math.max(team.clock.after(endedAt, days), endedAt + 5 * MINUTE);
    const words = random.int(25, 260);
    submit(id, at, words);
    if (random.chance(EDITED)) submit(id, at + random.between(HOUR, 30 * HOUR), words + random.int(5, 90));
    if (!random.chance(DELETED)) continue;
    const deletedAt = at + random.between(31 * HOUR, 60 * HOUR);
    history.add('hearback.scorecard.deleted.v1', deletedAt, { interviewId, interviewerId: id });
    if (random.chance(0.5)) submit(id, team.clock.after(deletedAt, random.between(0.1, 2)), words);
  }
}
