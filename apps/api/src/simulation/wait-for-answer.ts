import { channelOf, type Course, type Held, type Wait } from './course.js';
import { iso } from './history.js';
import { DAY, HOUR, MINUTE } from './office-clock.js';
import { paceAt, type Team } from './organisation.js';

/** Days a candidate waits before thinking of going elsewhere. */
const PATIENCE_DAYS = 14;
const LEAVES = 0.6;
const ROLE_CLOSES = 0.02;
const ASKS_WHILE_WAITING = 0.2;
const SENT_BY_MISTAKE = 0.008;

/** From the end of an interview until the candidate hears, leaves, or nothing comes. */
export function waitForAnswer(course: Course, held: Held): Wait {
  const wait = endOf(course, held);
  promise(course, held, wait);
  keepInformed(course, held, wait);
  askMeanwhile(course, held, wait);
  answerByMistake(course, held);
  return wait;
}

/** Whether a person of the team can still say something at that moment. */
export function speaks({ silentFrom }: Team, at: number): boolean {
  return at < silentFrom;
}

function endOf({ organisation, team, random }: Course, { endedAt }: Held): Wait {
  const { answerDays, neverAnswers } = paceAt(organisation, team, endedAt);
  const due = team.clock.after(endedAt, random.logNormal(answerDays, 0.6));
  const answerAt = Math.max(due, endedAt + 15 * MINUTE);
  const isAnswered = !random.chance(neverAnswers) && speaks(team, answerAt);
  const leavesAt = endedAt + random.logNormal(PATIENCE_DAYS, 0.5) * DAY;
  const closesAt = endedAt + random.between(2, 20) * DAY;
  const ends: Wait[] = [
    { end: 'answered', at: isAnswered ? answerAt : Infinity },
    { end: 'withdrawn', at: random.chance(LEAVES) ? leavesAt : Infinity },
    { end: 'role_closed', at: random.chance(ROLE_CLOSES) ? closesAt : Infinity },
  ];
  const first = ends.reduce((a, b) => (b.at < a.at ? b : a));
  return first.at === Infinity ? { end: 'silence', at: Infinity } : first;
}

/** By when they will hear: kept, moved (once or twice, mostly before it is due), or broken. */
function promise(course: Course, { interviewId, endedAt }: Held, wait: Wait): void {
  const { organisation, team, random, history } = course;
  const { promises, answerDays } = paceAt(organisation, team, endedAt);
  const { clock } = team;
  const about = random.chance(0.75) ? { interviewId } : {};
  const say = (at: number, dueAt: number): void => {
    const data = { ...about, dueAt: iso(dueAt), channel: channelOf(course) };
    history.add('hearback.response.promised.v1', at, data);
  };
  const endOfDay = (from: number, workingDays: number): number =>
    clock.at(clock.workingDayAfter(clock.dayOf(from), workingDays), 17 * 60);

  let at = endedAt + random.between(0, 3) * HOUR;
  if (!random.chance(promises) || at >= wait.at || !speaks(team, at)) return;
  let due = endOfDay(at, Math.max(1, Math.round(random.logNormal(answerDays * 1.3, 0.3))));
  say(at, due);
  for (let moves = 0; moves < 2 && due < wait.at && random.chance(0.45); moves += 1) {
    at = Math.max(at + HOUR, due - random.between(1, 20) * HOUR);
    if (at >= due || at >= wait.at || !speaks(team, at)) return;
    due = endOfDay(due, random.int(2, 4));
    say(at, due);
  }
}

/** "Still deciding", now and then. */
function keepInformed(course: Course, { interviewId, endedAt }: Held, wait: Wait): void {
  const { organisation, team, random, history } = course;
  const { updates } = paceAt(organisation, team, endedAt);
  const last = Math.min(wait.at, team.silentFrom, organisation.until, endedAt + 60 * DAY);
  for (let from = endedAt + 4 * DAY; from < last; from += 7 * DAY) {
    const at = team.clock.after(from, random.between(0, 2));
    if (!random.chance(updates) || at >= last) continue;
    const data = { interviewId, kind: 'status_update', channel: channelOf(course) } as const;
    history.add('hearback.response.sent.v1', at, data);
  }
}

function askMeanwhile(course: Course, { interviewId, endedAt }: Held, wait: Wait): void {
  const { random, history } = course;
  const at = endedAt + random.between(4, 10) * DAY;
  if (!random.chance(ASKS_WHILE_WAITING) || at >= wait.at) return;
  history.add('hearback.feedback.requested.v1', at, { interviewId, channel: channelOf(course) });
}

/** A rejection that was meant for somebody else, taken back soon after. */
function answerByMistake(course: Course, { interviewId, endedAt }: Held): void {
  const { random, history, team } = course;
  const at = team.clock.after(endedAt, random.between(0.1, 1));
  const noticedAt = at + random.between(0.5, 8) * HOUR;
  if (!random.chance(SENT_BY_MISTAKE) || !speaks(team, noticedAt)) return;
  const data = { interviewId, kind: 'decision', channel: 'email' } as const;
  const mistake = history.add('hearback.response.sent.v1', at, data);
  if (mistake === undefined) return;
  const { source, id } = mistake;
  history.add('hearback.event.retracted.v1', noticedAt, { source, id });
}
