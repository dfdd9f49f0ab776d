import { channelOf, type Course, type Held, type Wait } from './course.js';
import { DAY } from './office-clock.js';

const SURVEYED = 0.65;
const RATES = 0.5;
const GIVES_UP_AFTER = 14 * DAY;

/** What a candidate thinks follows how long they waited, and whether they learnt anything. */
export function askForRating(course: Course, held: Held, wait: Wait, impression: Impression): void {
  const { random, history, team } = course;
  const over = Math.min(wait.at, held.endedAt + GIVES_UP_AFTER);
  const surveyAt = team.clock.after(over + random.between(0.2, 2) * DAY, 0);
  const ratedAt = surveyAt + random.logNormal(0.8, 0.8) * DAY;
  if (!random.chance(SURVEYED)) return;
  const about = random.chance(0.4) ? { interviewId: held.interviewId } : {};
  history.add('hearback.survey.sent.v1', surveyAt, { ...about, channel: channelOf(course) });
  if (!random.chance(RATES)) return;

  const days = (Math.min(wait.at, ratedAt) - held.endedAt) / DAY;
  const grade = (mean: number, low: number, high: number, spread: number): number =>
    Math.max(low, Math.min(high, Math.round(mean + spread * random.normal())));
  const learnt = impression.gotFeedback ? 1.4 : 0;
  const luck = impression.wentWell ? 0.8 : 0;
  history.add('hearback.candidate.rated.v1', ratedAt, {
    ...about,
    nps: grade(9 + luck - 0.5 * days, 0, 10, 1.5),
    timely: grade(5 - 0.32 * days, 1, 5, 0.6),
    respectful: grade(4.6 - 0.1 * days, 1, 5, 0.6),
    // Not everybody answers every question.
    ...(random.chance(0.85) ? { specific: grade(2.8 + learnt - 0.04 * days, 1, 5, 0.7) } : {}),
    ...(random.chance(0.85) ? { constructive: grade(2.9 + learnt - 0.04 * days, 1, 5, 0.7) } : {}),
  });
}

export interface Impression {
  readonly gotFeedback: boolean;
  readonly wentWell: boolean;
}
