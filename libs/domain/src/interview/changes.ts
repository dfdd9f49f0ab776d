import type { ApplicationEvent } from '../events/catalogue.js';
import type { Instant } from '../time/days.js';
import { evolve } from './evolve.js';
import { historyOf, identityOf, isRetracted, stateAsOf, type ApplicationHistory } from './fold.js';
import { assumedEndsOf, obligationKeyOf } from './history.js';
import type { FoldOptions, Obligation } from './obligation.js';
import { obligationsAsOf } from './obligations.js';
import { initialState, type ApplicationState } from './state.js';

/**
 * - `started`: it came to be owed
 * - `stopped`: it was met, or the candidate withdrew; `reopened`: that holds no more
 * - `moved`: its start or its due time is another
 * - `changed`: it belongs elsewhere, or is told differently
 * - `dropped`: it is owed no more, as if it never had been
 */
export type ChangeName = 'started' | 'stopped' | 'reopened' | 'moved' | 'changed' | 'dropped';

export interface ObligationChange {
  readonly change: ChangeName;
  /** Identifies the obligation within its application. */
  readonly key: string;
  readonly before?: Obligation;
  readonly after?: Obligation;
  /** Which fields are others; empty for what started or was dropped. */
  readonly fields: readonly (keyof Obligation)[];
}

/** One step in the course of an application. */
export interface Step {
  readonly at: Instant;
  /** What happened. Absent where time passed: interviews count as completed because their scheduled end is over. */
  readonly event?: ApplicationEvent;
  /** The interviews that are assumed to be over by now. */
  readonly assumed?: readonly string[];
  /** From when on the event is ignored; where that is not later than itself, it never changed anything. */
  readonly retractedFrom?: Instant;
  readonly changes: readonly ObligationChange[];
}

/**
 * What each event changed in what is owed, in event order; with steps of their own where an end is assumed. Applied one
 * after the other up to an instant, the changes make up exactly the obligations as of it.
 */
export function changesOf(events: Iterable<ApplicationEvent>, options: FoldOptions): Step[] {
  const history = historyOf(events);
  const course = new Course(options);
  for (let next = 0; next < history.events.length;) {
    const at = Date.parse(history.events[next]!.time);
    const first = next;
    while (next < history.events.length && Date.parse(history.events[next]!.time) === at) next += 1;
    course.passUntil(at, stateAsOf(history, at));
    for (let index = first; index < next; index += 1) course.take(history, index, at);
  }
  course.passUntil(Infinity, course.state);
  return course.steps;
}

/** The steps so far, with what is owed after them. */
class Course {
  readonly steps: Step[] = [];
  state = initialState;
  #owed = new Map<string, Obligation>();
  #at: Instant = -Infinity;

  constructor(private readonly options: FoldOptions) {}

  /** Time passes up to an instant; what ends just then is assumed only if the events of that instant let it stand. */
  passUntil(at: Instant, then: ApplicationState): void {
    for (const end of assumedEndsOf(this.state)) {
      if (end.at <= this.#at || end.at > at) continue;
      const stands = end.at < at ? [end] : assumedEndsOf(then).filter((other) => other.at === at);
      const assumed = end.interviewIds.filter((id) =>
        stands.some(({ interviewIds }) => interviewIds.includes(id)),
      );
      if (assumed.length === 0) continue;
      this.steps.push({ at: end.at, assumed, changes: this.#changesTo(this.state, end.at) });
    }
    this.#at = at;
  }

  take(history: ApplicationHistory, index: number, at: Instant): void {
    const event = history.events[index]!;
    const retractedFrom = history.retractedFrom.get(identityOf(event));
    if (event.type === 'hearback.event.retracted.v1') {
      this.state = stateAsOf({ ...history, events: history.events.slice(0, index + 1) }, at);
    } else if (!isRetracted(event, history.retractedFrom, at)) this.state = evolve(this.state, event);
    this.steps.push({
      at,
      event,
      ...(retractedFrom === undefined || event.type === 'hearback.event.retracted.v1'
        ? {}
        : { retractedFrom }),
      changes: this.#changesTo(this.state, at),
    });
  }

  #changesTo(state: ApplicationState, at: Instant): ObligationChange[] {
    const now = new Map(
      obligationsAsOf(state, at, this.options).map((each) => [obligationKeyOf(each), each]),
    );
    const changes: ObligationChange[] = [];
    for (const [key, before] of this.#owed) {
      if (!now.has(key)) changes.push({ change: 'dropped', key, before, fields: [] });
    }
    for (const [key, after] of now) changes.push(...differences(key, this.#owed.get(key), after));
    this.#owed = now;
    return changes;
  }
}

const STOP = ['state', 'stoppedAt', 'inferred', 'early'] as const;
const TIMES = ['startedAt', 'dueAt', 'lastDueAt'] as const;
const OTHERS = [
  'interviewId',
  'interviewerId',
  'candidateId',
  'teamId',
  'jobId',
  'stage',
  'url',
  'assumed',
  'promisedAt',
] as const;

function differences(key: string, before: Obligation | undefined, after: Obligation): ObligationChange[] {
  if (before === undefined) {
    const started = { change: 'started', key, after, fields: [] } as const;
    return after.state === 'waiting'
      ? [started]
      : [started, { change: 'stopped', key, after, fields: ['state', 'stoppedAt'] }];
  }
  const differing = (names: readonly (keyof Obligation)[]): (keyof Obligation)[] =>
    names.filter((name) => before[name] !== after[name]);
  const [stop, times, others] = [differing(STOP), differing(TIMES), differing(OTHERS)];
  const changes: ObligationChange[] = [];
  const add = (change: ChangeName, fields: readonly (keyof Obligation)[]): void => {
    if (fields.length > 0) changes.push({ change, key, before, after, fields });
  };
  add('moved', times);
  const isStoppage =
    before.state !== after.state && (before.state === 'waiting' || after.state === 'waiting');
  if (isStoppage) add(after.state === 'waiting' ? 'reopened' : 'stopped', stop);
  add('changed', isStoppage ? others : [...stop, ...others]);
  return changes;
}
