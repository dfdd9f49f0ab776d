import { describe, expect, it } from '@jest/globals';
import type { ApplicationEvent } from '../events/catalogue.js';
import {
  cancelled,
  closed,
  completed,
  feedbackRequested,
  instant,
  promised,
  rated,
  rescheduled,
  responded,
  scheduled,
  scorecardSubmitted,
  surveySent,
} from '../testing/index.js';
import { historyOf, stateAsOf } from './fold.js';
import { defaultFoldOptions, type FoldOptions, type ObligationKind } from './obligation.js';
import { obligationsAsOf } from './obligations.js';

const HOUR = 3600;

/** What a table of obligations would say: per interview and kind `met`, `waiting` or `ended`, seconds and flags. */
function told(events: readonly ApplicationEvent[], asOf: string, options: Partial<FoldOptions> = {}) {
  const at = instant(asOf);
  const obligations = obligationsAsOf(stateAsOf(historyOf(events), at), at, {
    ...defaultFoldOptions,
    ...options,
  });
  return Object.fromEntries(
    obligations.map(({ kind, interviewId, state, startedAt, stoppedAt, assumed, inferred, early }) => [
      `${interviewId} ${kind}`,
      [
        state,
        ((stoppedAt ?? at) - startedAt) / 1000,
        ...Object.entries({ assumed, inferred, early }).flatMap(([flag, set]) => (set ? [flag] : [])),
      ].join(' '),
    ]),
  );
}

/** The same for one kind of obligation of the default interview. */
const one = (kind: ObligationKind, events: readonly ApplicationEvent[], asOf = LATER, options = {}) =>
  told(events, asOf, options)[`int-1 ${kind}`];

const END = '2026-03-04T10:00:00Z';
const LATER = '2026-03-20T00:00:00Z';
const after = (end: string, seconds: number) => new Date(instant(end) + seconds * 1000).toISOString();
/** Held from 09:00 to 10:00. */
const held = completed({ startedAt: '2026-03-04T09:00:00Z' });

describe('given an interview that took place', () => {
  it('then a response, a decision and feedback are owed from its end on, one of each', () => {
    expect(told([held], after(END, HOUR))).toEqual({
      'int-1 response': 'waiting 3600',
      'int-1 decision': 'waiting 3600',
      'int-1 feedback': 'waiting 3600',
    });
  });

  it('then they exist from the end on, as soon as it is known', () => {
    const reportedLater = completed({ time: after(END, HOUR) });
    expect(told([reportedLater], after(END, HOUR - 0.001))).toEqual({});
    expect(one('response', [reportedLater], after(END, HOUR))).toBe('waiting 3600');
    expect(one('response', [held], END)).toBe('waiting 0');
  });

  it.each([
    ['feedback', { response: 'met', decision: 'waiting', feedback: 'met' }],
    ['decision', { response: 'met', decision: 'met', feedback: 'waiting' }],
    ['next_step', { response: 'met', decision: 'waiting', feedback: 'waiting' }],
    ['status_update', { response: 'waiting', decision: 'waiting', feedback: 'waiting' }],
  ] as const)('when %s is sent then %j', (kind, states) => {
    const events = [held, responded({ kind, time: after(END, 60) })];
    for (const [owed, state] of Object.entries(states)) {
      const seconds = state === 'met' ? 60 : 120;
      expect(one(owed as ObligationKind, events, after(END, 120))).toBe(`${state} ${seconds}`);
    }
  });

  it('when an automated message is sent then nobody answered, whatever its kind says', () => {
    for (const kind of ['feedback', 'decision', 'next_step', 'status_update'] as const) {
      const events = [held, responded({ kind, automated: true, time: after(END, 60) })];
      expect(one('response', events, after(END, 120))).toBe('waiting 120');
    }
    expect(one('response', [held, responded({ automated: false, time: after(END, 60) })])).toBe('met 60');
  });

  it('when several answers are sent then the first counts, also when it becomes known last', () => {
    const answers = [180, 60, 120].map((seconds) => responded({ time: after(END, seconds) }));
    expect(one('decision', [held, ...answers])).toBe('met 60');
  });

  it('when a first answer of another kind is sent then each kind keeps its own clock', () => {
    const events = [
      held,
      responded({ kind: 'next_step', time: after(END, 60) }),
      responded({ kind: 'feedback', time: after(END, 120) }),
      responded({ kind: 'decision', time: after(END, 180) }),
    ];
    expect(told(events, LATER)).toEqual({
      'int-1 response': 'met 60',
      'int-1 decision': 'met 180',
      'int-1 feedback': 'met 120',
    });
  });

  it('when asked about an instant before the answer then it was still waiting then', () => {
    const events = [held, responded({ time: after(END, 60) })];
    expect(one('response', events, after(END, 59.999))).toBe('waiting 59.999');
    expect(one('response', events, after(END, 60))).toBe('met 60');
  });

  it('then scorecards, promises, requests, surveys and ratings answer nothing', () => {
    const events = [held, scorecardSubmitted(), promised(), feedbackRequested(), surveySent(), rated()];
    expect(one('response', events)).toMatch(/^waiting/);
  });

  it('when it was cancelled, or the candidate did not come, then nothing is owed', () => {
    expect(told([scheduled(), cancelled()], LATER)).toEqual({});
    expect(told([scheduled(), cancelled({ noShow: true, by: 'candidate', time: END })], LATER)).toEqual({});
  });
});

describe('given what a response covers', () => {
  const second = completed({
    interviewId: 'int-2',
    startedAt: '2026-03-04T14:00:00Z',
    endedAt: '2026-03-04T15:00:00Z',
    time: '2026-03-04T15:00:00Z',
  });
  const decisions = (events: readonly ApplicationEvent[]) => {
    const all = told(events, '2026-03-04T16:00:00Z');
    return [all['int-1 decision'], all['int-2 decision']];
  };

  it('when it names an interview then only that one', () => {
    const time = '2026-03-04T15:30:00Z';
    expect(decisions([held, second, responded({ time, interviewId: 'int-2' })])).toEqual([
      `waiting ${6 * HOUR}`,
      `met ${HOUR / 2}`,
    ]);
  });

  it('when it names none then every interview that had started by then', () => {
    expect(decisions([held, second, responded({ time: '2026-03-04T15:30:00Z' })])).toEqual([
      `met ${5.5 * HOUR}`,
      `met ${HOUR / 2}`,
    ]);
    expect(decisions([held, second, responded({ time: '2026-03-04T13:59:59Z' })])).toEqual([
      `met ${4 * HOUR - 1}`,
      `waiting ${HOUR}`,
    ]);
    expect(decisions([held, second, responded({ time: '2026-03-04T14:00:00Z' })])).toEqual([
      `met ${4 * HOUR}`,
      'met 0 early',
    ]);
  });

  it('when it names an interview that nobody heard of then none', () => {
    expect(one('response', [held, responded({ interviewId: 'int-9' })])).toMatch(/^waiting/);
  });

  it.each([
    ['before the start', '2026-03-04T08:59:59.999Z', `waiting ${HOUR}`],
    ['at the start', '2026-03-04T09:00:00Z', 'met 0 early'],
    ['between start and end', '2026-03-04T09:59:59.999Z', 'met 0 early'],
    ['at the end', END, 'met 0'],
    ['after the end', '2026-03-04T10:00:00.001Z', 'met 0.001'],
  ])('when it comes %s then (named or not) it is told as that', (_, time, expected) => {
    for (const interviewId of [undefined, 'int-1']) {
      expect(one('decision', [held, responded({ time, interviewId })], after(END, HOUR))).toBe(expected);
    }
  });

  it('when the actual start is unknown then the planned one counts', () => {
    const events = [scheduled(), completed(), responded({ time: '2026-03-04T09:30:00Z' })];
    expect(one('response', events)).toBe('met 0 early');
    expect(one('response', [scheduled(), held, responded({ time: '2026-03-04T08:59:00Z' })])).toMatch(
      /^waiting/,
    );
  });

  it('when no start is known at all then the end counts', () => {
    expect(one('response', [completed(), responded({ time: '2026-03-04T09:59:59Z' })])).toMatch(/^waiting/);
    expect(one('response', [completed(), responded({ time: END })])).toBe('met 0');
  });

  it('when it ended before its planned start then it had started by its end', () => {
    const wentEarly = completed({ endedAt: '2026-03-04T08:30:00Z' });
    const events = [scheduled(), wentEarly, responded({ time: '2026-03-04T08:45:00Z' })];
    expect(one('response', events)).toBe(`met ${HOUR / 4}`);
  });

  it('when an early answer is about an interview that is assumed to end then it waits for that end', () => {
    const events = [scheduled(), responded({ time: '2026-03-04T09:30:00Z' })];
    expect(told(events, '2026-03-04T09:59:59Z')).toEqual({});
    expect(one('response', events, END)).toBe('met 0 assumed early');
  });
});

describe('given no completion event', () => {
  const plan = scheduled();

  it('when the planned end has passed then the interview took place by assumption, at that end', () => {
    expect(told([plan], '2026-03-04T09:59:59.999Z')).toEqual({});
    expect(one('response', [plan], END)).toBe('waiting 0 assumed');
    expect(one('response', [plan], after(END, 60))).toBe('waiting 60 assumed');
  });

  it('when no end was planned then nothing is assumed', () => {
    expect(told([scheduled({ endsAt: undefined })], LATER)).toEqual({});
  });

  it('when it was cancelled, even after its end, then nothing is owed from then on', () => {
    const events = [plan, cancelled({ time: after(END, HOUR) })];
    expect(one('response', events, after(END, HOUR - 1))).toBe(`waiting ${HOUR - 1} assumed`);
    expect(told(events, after(END, HOUR))).toEqual({});
  });

  it.each(['rejected', 'withdrawn', 'role_closed', 'hired'] as const)(
    'when the application was closed (%s) before the end then it did not take place',
    (outcome) => {
      expect(told([plan, closed({ outcome, time: '2026-03-04T09:59:59.999Z' })], LATER)).toEqual({});
    },
  );

  it('when the application was closed at that end or later then it took place', () => {
    expect(one('response', [plan, closed({ time: END })], END)).toBe('waiting 0 assumed');
    expect(one('response', [plan, closed({ time: after(END, 1) })], after(END, 2))).toBe('waiting 2 assumed');
  });

  it('when the application was closed before or at its last scheduling then it took place', () => {
    const closing = closed({ time: '2026-03-02T09:00:00Z' });
    expect(one('response', [closing, scheduled({ time: '2026-03-02T09:00:00Z' })], END)).toBe(
      'waiting 0 assumed',
    );
    expect(one('response', [closing, scheduled({ time: '2026-03-02T08:59:59Z' })], END)).toBeUndefined();
    const moved = rescheduled({
      time: '2026-03-02T10:00:00Z',
      startsAt: '2026-03-04T09:00:00Z',
      endsAt: END,
    });
    expect(one('response', [scheduled({ time: '2026-03-01T09:00:00Z' }), closing, moved], END)).toBe(
      'waiting 0 assumed',
    );
  });

  it('when the closing becomes known only later then the assumption falls as if it had never been', () => {
    const events = [plan, closed({ time: '2026-03-03T09:00:00Z' })];
    expect(told(events, END)).toEqual({});
  });

  it('when the interview was moved then the new end counts', () => {
    const events = [plan, rescheduled()];
    expect(told(events, '2026-03-05T09:59:59Z')).toEqual({});
    expect(one('response', events, '2026-03-05T10:00:00Z')).toBe('waiting 0 assumed');
  });

  it('when it was moved only after the planned end then the assumption moves along', () => {
    const events = [plan, rescheduled({ time: after(END, 60) })];
    expect(one('response', events, after(END, 59))).toBe('waiting 59 assumed');
    expect(told(events, after(END, 60))).toEqual({});
  });

  it('when it is said later to have ended at another time then that time counts from then on', () => {
    const saidLater = completed({ time: after(END, HOUR), endedAt: after(END, 600) });
    const events = [plan, responded({ time: after(END, 300) }), saidLater];
    expect(one('response', events, after(END, HOUR - 1))).toBe('met 300 assumed');
    expect(one('response', events, after(END, HOUR))).toBe('met 0 early');
  });
});

describe('given that the course of an interview changes', () => {
  it('when it is cancelled after its completion then the completion is undone', () => {
    const events = [held, cancelled({ time: after(END, HOUR) })];
    expect(one('response', events, after(END, 60))).toBe('waiting 60');
    expect(told(events, after(END, HOUR))).toEqual({});
  });

  it('when it is moved after its completion then the completion stands', () => {
    const events = [held, rescheduled({ time: after(END, HOUR) })];
    expect(one('response', events, after(END, 2 * HOUR))).toBe(`waiting ${2 * HOUR}`);
    expect(one('response', [held, scheduled({ time: after(END, HOUR) })], after(END, 2 * HOUR))).toBe(
      `waiting ${2 * HOUR}`,
    );
  });

  it('when it is cancelled, then planned again, then it lives again with its new times only', () => {
    const events = [scheduled(), cancelled(), rescheduled({ time: '2026-03-03T13:00:00Z' })];
    expect(told(events, END)).toEqual({});
    expect(one('response', events, '2026-03-05T10:00:00Z')).toBe('waiting 0 assumed');
  });

  it('when it is completed, cancelled and planned again then the old completion does not come back', () => {
    const events = [held, cancelled({ time: after(END, 60) }), rescheduled({ time: after(END, 120) })];
    expect(told(events, after(END, HOUR))).toEqual({});
    expect(one('response', events, '2026-03-05T10:00:00Z')).toBe('waiting 0 assumed');
  });

  it('when it is completed twice then the latest completion says when it ended', () => {
    const corrected = completed({ time: after(END, 60), endedAt: '2026-03-04T09:50:00Z' });
    expect(one('response', [held, corrected], END)).toBe('waiting 0');
    expect(one('response', [held, corrected], after(END, 60))).toBe('waiting 660');
  });

  it('when completion and cancellation fall on one instant then the order of source and id decides', () => {
    const at = { time: END };
    const [a, b] = [
      { ...at, id: 'a' },
      { ...at, id: 'b' },
    ];
    expect(told([completed(a), cancelled(b)], END)).toEqual({});
    expect(one('response', [cancelled(a), completed(b)], END)).toBe('waiting 0');
    const early = { id: 'z', source: 'https://a.example.com' };
    const late = { id: 'a', source: 'https://b.example.com' };
    expect(told([completed({ ...at, ...early }), cancelled({ ...at, ...late })], END)).toEqual({});
    expect(one('response', [cancelled({ ...at, ...early }), completed({ ...at, ...late })], END)).toBe(
      'waiting 0',
    );
  });
});

describe('given a withdrawal', () => {
  const withdrawn = (time: string) => closed({ outcome: 'withdrawn', time });

  it('when it comes while waiting then the wait ended there, and no later answer changes that', () => {
    const events = [held, withdrawn(after(END, 60)), responded({ time: after(END, 120) })];
    expect(one('response', events, after(END, 59))).toBe('waiting 59');
    expect(one('response', events)).toBe('ended 60');
  });

  it('when it comes after the answer then only what was still owed ended', () => {
    const events = [held, responded({ kind: 'decision', time: after(END, 60) }), withdrawn(after(END, 90))];
    expect(told(events, LATER)).toEqual({
      'int-1 response': 'met 60',
      'int-1 decision': 'met 60',
      'int-1 feedback': 'ended 90',
    });
  });

  it('when it comes at the instant of the answer then the answer was first', () => {
    expect(one('response', [held, withdrawn(after(END, 60)), responded({ time: after(END, 60) })])).toBe(
      'met 60',
    );
  });

  it('when it comes exactly at the end then the wait ended with 0', () => {
    expect(one('response', [held, withdrawn(END)])).toBe('ended 0');
    expect(one('response', [scheduled(), withdrawn(END)])).toBe('ended 0 assumed');
  });

  it('when it came before an end that was stated after it then it has no effect', () => {
    expect(one('response', [held, withdrawn('2026-03-04T09:59:59Z')], after(END, 60))).toBe('waiting 60');
    expect(
      one('response', [held, withdrawn('2026-03-04T09:30:00Z'), responded({ time: after(END, 60) })]),
    ).toBe('met 60');
  });

  it('when there are several then the first after the end counts', () => {
    const events = [
      held,
      withdrawn('2026-03-04T08:00:00Z'),
      withdrawn(after(END, 90)),
      withdrawn(after(END, 60)),
    ];
    expect(one('response', events)).toBe('ended 60');
  });

  it('when the application is closed otherwise then the candidate goes on waiting', () => {
    for (const outcome of ['rejected', 'role_closed'] as const) {
      expect(one('response', [held, closed({ outcome, time: after(END, 60) })], after(END, 90))).toBe(
        'waiting 90',
      );
    }
  });
});
