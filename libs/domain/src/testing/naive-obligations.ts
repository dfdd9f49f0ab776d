import type { ApplicationEvent } from '../events/catalogue.js';
import type { Obligation, ObligationKind } from '../interview/obligations.js';

/**
 * The obligations of an application as of T, written a second time, sentence by sentence from the definitions and
 * without any of the fold's code: slow, for one T at a time, and only there to disagree with it in tests.
 */
export function naiveObligations(
  log: readonly ApplicationEvent[],
  T: number,
  { timeZone, inferResponses }: { readonly timeZone: string; readonly inferResponses: boolean },
): Obligation[] {
  const known = knownAsOf(log, T);
  const interviewIds = new Set<string>();
  for (const event of known) if (isAboutCourse(event)) interviewIds.add(event.data.interviewId);

  const interviews = [...interviewIds].map((id) => readInterview(id, known));
  const held = interviews.filter((interview) => interview.end !== undefined && interview.end <= T) as Held[];

  const result: Obligation[] = [];
  for (const interview of held) {
    for (const kind of ['response', 'decision', 'feedback'] as const) {
      const answers = explicitAnswers(known, interview);
      if (inferResponses)
        answers.push(...hirings(known, interview), ...invitations(interviews, held, interview, timeZone));
      result.push(decide(kind, interview, answers, known));
    }
  }
  return result;
}

type CourseEvent = Extract<
  ApplicationEvent,
  {
    type:
      | 'hearback.interview.scheduled.v1'
      | 'hearback.interview.rescheduled.v1'
      | 'hearback.interview.completed.v1'
      | 'hearback.interview.cancelled.v1';
  }
>;

interface Read {
  id: string;
  facts: Partial<
    Record<'candidateId' | 'teamId' | 'jobId' | 'stage' | 'url' | 'startsAt' | 'endsAt', string>
  >;
  start?: number;
  end?: number;
  assumed: boolean;
  invitedAt?: number;
}
type Held = Read & { start: number; end: number };

interface Answer {
  at: number;
  says: 'feedback' | 'decision' | 'next_step';
  inferred: boolean;
}

const ms = (time: string): number => Date.parse(time);

const isAboutCourse = (event: ApplicationEvent): event is CourseEvent =>
  event.type.startsWith('hearback.interview.');

/** What had happened by T, each event once, without what was taken back by then, in the order of the fold. */
function knownAsOf(log: readonly ApplicationEvent[], T: number): ApplicationEvent[] {
  const once = log.filter(
    (event, i) => log.findIndex((other) => other.source === event.source && other.id === event.id) === i,
  );
  const happened = once.filter((event) => ms(event.time) <= T);
  const takenBack = (event: ApplicationEvent) =>
    happened.some(
      (retraction) =>
        retraction.type === 'hearback.event.retracted.v1' &&
        retraction.data.source === event.source &&
        retraction.data.id === event.id,
    );
  // A retraction is final: it stands even where another one names it.
  return happened
    .filter((event) => event.type === 'hearback.event.retracted.v1' || !takenBack(event))
    .sort((a, b) => {
      const [left, right] = [
        [a.time, a.source, a.id],
        [b.time, b.source, b.id],
      ] as const;
      const differs = left.findIndex((part, i) => part !== right[i]);
      return differs === -1 ? 0 : left[differs]! < right[differs]! ? -1 : 1;
    });
}

function readInterview(id: string, known: readonly ApplicationEvent[]): Read {
  const about = known.filter(
    (event): event is CourseEvent => isAboutCourse(event) && event.data.interviewId === id,
  );
  const facts: Read['facts'] = {};
  for (const name of ['candidateId', 'teamId', 'jobId', 'stage', 'url', 'startsAt', 'endsAt'] as const) {
    const telling = about.filter((event) => event.data[name] !== undefined);
    const value = telling.at(-1)?.data[name];
    if (value !== undefined) facts[name] = value;
  }

  const invitation = about.find(({ type }) => type === 'hearback.interview.scheduled.v1');
  const sinceCancelled = about.slice(
    about.findLastIndex(({ type }) => type === 'hearback.interview.cancelled.v1') + 1,
  );
  const completion = sinceCancelled.findLast(({ type }) => type === 'hearback.interview.completed.v1');
  const plans = about.filter(({ type }) => /\.(re)?scheduled\./.test(type));
  const read: Read = { id, facts, assumed: false };
  if (invitation !== undefined) read.invitedAt = ms(invitation.time);

  if (completion?.type === 'hearback.interview.completed.v1') {
    read.end = ms(completion.data.endedAt);
    if (completion.data.startedAt !== undefined) read.start = ms(completion.data.startedAt);
  } else if (sinceCancelled.length > 0 && facts.endsAt !== undefined) {
    const [lastPlanned, end] = [ms(plans.at(-1)!.time), ms(facts.endsAt)];
    const calledOff = known.some(
      ({ type, time }) =>
        type === 'hearback.application.closed.v1' && ms(time) > lastPlanned && ms(time) < end,
    );
    if (!calledOff) {
      read.end = end;
      read.assumed = true;
    }
  }
  if (read.end !== undefined) {
    if (read.start === undefined) read.start = facts.startsAt === undefined ? read.end : ms(facts.startsAt);
    // What has ended has started, whatever the plan said.
    if (read.start > read.end) read.start = read.end;
  }
  return read;
}

function explicitAnswers(known: readonly ApplicationEvent[], { id, start }: Held): Answer[] {
  const answers: Answer[] = [];
  for (const event of known) {
    if (event.type !== 'hearback.response.sent.v1') continue;
    const { kind, automated, interviewId } = event.data;
    if (automated === true || kind === 'status_update') continue;
    if (interviewId !== undefined && interviewId !== id) continue;
    if (ms(event.time) >= start) answers.push({ at: ms(event.time), says: kind, inferred: false });
  }
  return answers;
}

function hirings(known: readonly ApplicationEvent[], { start }: Held): Answer[] {
  const answers: Answer[] = [];
  for (const event of known) {
    if (event.type !== 'hearback.application.closed.v1' || event.data.outcome !== 'hired') continue;
    if (ms(event.time) >= start) answers.push({ at: ms(event.time), says: 'decision', inferred: true });
  }
  return answers;
}

function invitations(all: readonly Read[], held: readonly Held[], from: Held, zone: string): Answer[] {
  const answers: Answer[] = [];
  for (const next of all) {
    if (from.facts.stage === undefined || next.facts.stage === undefined) continue;
    if (from.facts.stage === next.facts.stage) continue;
    if (next.invitedAt !== undefined) {
      if (next.invitedAt >= from.end) answers.push({ at: next.invitedAt, says: 'next_step', inferred: true });
    } else {
      const tookPlace = held.find(({ id }) => id === next.id);
      if (tookPlace !== undefined && localDay(tookPlace.start, zone) > localDay(from.end, zone)) {
        answers.push({ at: tookPlace.start, says: 'next_step', inferred: true });
      }
    }
  }
  return answers;
}

function decide(
  kind: ObligationKind,
  { id, facts, end, assumed }: Held,
  answers: readonly Answer[],
  known: readonly ApplicationEvent[],
): Obligation {
  const fitting = answers.filter(({ says }) => kind === 'response' || says === kind);
  const first = fitting.reduce<Answer | undefined>((best, answer) => {
    if (best === undefined || answer.at < best.at) return answer;
    return answer.at === best.at && best.inferred ? answer : best;
  }, undefined);
  const withdrawals = known
    .filter((event) => event.type === 'hearback.application.closed.v1' && event.data.outcome === 'withdrawn')
    .map(({ time }) => ms(time))
    .filter((at) => at >= end);
  const stop = first === undefined ? Infinity : Math.max(first.at, end);
  const left = Math.min(...withdrawals, Infinity);

  const obligation = {
    kind,
    interviewId: id,
    candidateId: facts.candidateId,
    teamId: facts.teamId,
    jobId: facts.jobId,
    stage: facts.stage,
    url: facts.url,
    startedAt: end,
    assumed,
  };
  // At one instant the answer goes first: whoever is told and leaves has been told.
  if (first !== undefined && stop <= left) {
    return { ...obligation, stoppedAt: stop, state: 'met', inferred: first.inferred, early: first.at < end };
  }
  if (left < Infinity)
    return { ...obligation, stoppedAt: left, state: 'ended', inferred: false, early: false };
  return { ...obligation, state: 'waiting', inferred: false, early: false };
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** By the run time's own calendar, where the production code asks another one. */
function localDay(at: number, timeZone: string): string {
  const calendar =
    calendars.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, calendar);
  return calendar.format(at);
}
