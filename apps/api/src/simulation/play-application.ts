import { askForRating } from './ask-for-rating.js';
import { channelOf, type Course, type Held, type Wait } from './course.js';
import { holdInterview } from './hold-interview.js';
import { DAY, HOUR } from './office-clock.js';
import { paceAt } from './organisation.js';
import { speaks, waitForAnswer } from './wait-for-answer.js';

/** To go on after each stage; the last is the offer. */
const PASSES = [0.58, 0.52, 0.55, 0.5, 0.5];
const INVITED_EXPLICITLY = 0.6;
const ACCEPTS = 0.85;
const CLOSED_WITHOUT_A_WORD = 0.5;
const ASKS_AFTER_REJECTION = 0.18;

/** From the application to its end, or as far as the simulated time goes. */
export function playApplication(course: Course, appliedAt: number): void {
  const { random, history, job, team, organisation } = course;
  history.add('hearback.response.sent.v1', appliedAt, {
    kind: 'status_update',
    channel: 'email',
    automated: true,
  });
  let at = team.clock.after(appliedAt, random.between(0.2, 2.5));
  for (const [ordinal, stage] of job.stages.entries()) {
    const held = holdInterview(course, stage, ordinal, at);
    if (held === undefined) {
      const outcome = random.pick(['withdrawn', 'rejected'] as const);
      history.add('hearback.application.closed.v1', at + random.between(10, 25) * DAY, { outcome });
      return;
    }
    if (held.endedAt > organisation.until) return;
    const wait = waitForAnswer(course, held);
    const passes = random.chance(PASSES[ordinal] ?? 0.5);
    const isLast = ordinal === job.stages.length - 1;
    if (wait.end !== 'answered' || !passes || isLast) {
      end(course, held, wait, passes);
      return;
    }
    const next = inviteOn(course, held, wait.at);
    if (!speaks(team, next) || next > organisation.until) return;
    at = next;
  }
}

/** Said as such, or only by planning the next interview. @returns when that is planned */
function inviteOn(course: Course, { interviewId }: Held, at: number): number {
  const { random, history, team } = course;
  if (!random.chance(INVITED_EXPLICITLY)) return at;
  const data = { interviewId, kind: 'next_step', channel: channelOf(course) } as const;
  history.add('hearback.response.sent.v1', at, data);
  return team.clock.after(at, random.between(0, 1));
}

function end(course: Course, held: Held, wait: Wait, passes: boolean): void {
  const { random, history, team } = course;
  const close = (at: number, outcome: 'hired' | 'rejected' | 'withdrawn' | 'role_closed'): void => {
    history.add('hearback.application.closed.v1', at, { outcome });
  };
  let gotFeedback = false;
  switch (wait.end) {
    case 'answered': {
      history.add('hearback.response.sent.v1', wait.at, { kind: 'decision', channel: channelOf(course) });
      const closedAt = team.clock.after(wait.at, random.between(0, 5));
      const outcome = !passes ? 'rejected' : random.chance(ACCEPTS) ? 'hired' : 'withdrawn';
      if (speaks(team, closedAt)) close(closedAt, outcome);
      gotFeedback = giveFeedback(course, held, wait.at, passes);
      break;
    }
    case 'withdrawn':
      close(wait.at, 'withdrawn');
      break;
    case 'role_closed':
      close(wait.at, 'role_closed');
      if (random.chance(0.4) && speaks(team, wait.at + HOUR)) {
        history.add('hearback.response.sent.v1', wait.at + HOUR, { kind: 'decision', channel: 'email' });
      }
      break;
    case 'silence':
      if (random.chance(CLOSED_WITHOUT_A_WORD)) {
        close(team.clock.after(held.endedAt + random.between(20, 45) * DAY, 0), 'rejected');
      }
  }
  askForRating(course, held, wait, { gotFeedback, wentWell: passes && wait.end === 'answered' });
}

/** With the decision or some days after it; more often to those who ask. */
function giveFeedback(
  course: Course,
  { interviewId, endedAt }: Held,
  decidedAt: number,
  passes: boolean,
): boolean {
  const { organisation, team, random, history } = course;
  const { feedback, answerDays } = paceAt(organisation, team, endedAt);
  let from = decidedAt;
  let chance = passes ? feedback / 2 : feedback;
  if (!passes && random.chance(ASKS_AFTER_REJECTION)) {
    from += random.between(0.1, 3) * DAY;
    chance = Math.min(1, feedback * 1.4);
    const about = random.chance(0.6) ? { interviewId } : {};
    history.add('hearback.feedback.requested.v1', from, { ...about, channel: channelOf(course) });
  }
  const at = team.clock.after(from, random.logNormal(Math.max(0.3, answerDays / 3), 0.7));
  if (!random.chance(chance) || !speaks(team, at)) return false;
  const care = feedback > 0.3 ? 0.75 : 0.35;
  history.add('hearback.response.sent.v1', at, {
    interviewId,
    kind: 'feedback',
    channel: channelOf(course),
    wordCount: Math.round(random.logNormal(care * 160, 0.5)),
    criteria: random.int(1, 5),
    // Some sources do not say.
    ...(random.chance(0.9)
      ? { hasExamples: random.chance(care), hasNextSteps: random.chance(care - 0.1) }
      : {}),
  });
  return true;
}
