import { describe, expect, it } from '@jest/globals';
import type { ApplicationEvent } from '../events/catalogue.js';
import {
  cancelled,
  closed,
  completed,
  instant,
  rescheduled,
  responded,
  retracted,
  scheduled,
} from '../testing/index.js';
import { historyOf, stateAsOf } from './fold.js';
import { defaultFoldOptions, type FoldOptions, type Obligation } from './obligation.js';
import { obligationsAsOf } from './obligations.js';

const END = '2026-03-04T10:00:00Z';
const LATER = '2026-03-20T00:00:00Z';

/** Of the default interview: its stage is "Onsite", and it is held until 10:00 on Wednesday. */
const held = completed({ startedAt: '2026-03-04T09:00:00Z' });

function obligationOf(
  kind: Obligation['kind'],
  events: readonly ApplicationEvent[],
  {
    asOf = LATER,
    interviewId = 'int-1',
    ...options
  }: Partial<FoldOptions> & { asOf?: string; interviewId?: string } = {},
) {
  const at = instant(asOf);
  const all = obligationsAsOf(stateAsOf(historyOf(events), at), at, { ...defaultFoldOptions, ...options });
  return all.find((obligation) => obligation.kind === kind && obligation.interviewId === interviewId)!;
}

/** `undefined` while waiting. */
const response = (
  ...given: Parameters<typeof obligationOf> extends [unknown, ...infer Rest] ? Rest : never
) => {
  const { state, stoppedAt, inferred } = obligationOf('response', ...given);
  return state === 'met' ? { at: new Date(stoppedAt!).toISOString(), inferred } : undefined;
};

const inferredAt = (time: string) => ({ at: new Date(time).toISOString(), inferred: true });

describe('given that an interview of another stage is scheduled', () => {
  const invitation = (fields: Parameters<typeof scheduled>[0] = {}) =>
    scheduled({
      interviewId: 'int-2',
      stage: 'Final',
      time: '2026-03-05T08:00:00Z',
      startsAt: '2026-03-09T09:00:00Z',
      endsAt: '2026-03-09T10:00:00Z',
      ...fields,
    });

  it('then the candidate has heard back at that instant: a next step, no decision, no feedback', () => {
    const events = [held, invitation()];
    expect(response(events)).toEqual(inferredAt('2026-03-05T08:00:00Z'));
    expect(response(events, { asOf: '2026-03-05T07:59:59.999Z' })).toBeUndefined();
    expect(obligationOf('decision', events).state).toBe('waiting');
    expect(obligationOf('feedback', events).state).toBe('waiting');
  });

  it('then it is an answer to every interview that had ended by then', () => {
    const other = completed({
      interviewId: 'int-0',
      stage: 'Screen',
      endedAt: '2026-03-02T10:00:00Z',
      time: '2026-03-02T10:00:00Z',
    });
    const events = [other, held, invitation()];
    expect(response(events)).toEqual(inferredAt('2026-03-05T08:00:00Z'));
    // The stage after the screening was reached on a later day already.
    expect(response(events, { interviewId: 'int-0' })).toEqual(inferredAt('2026-03-04T09:00:00Z'));
  });

  it('when it is scheduled exactly at the end then that is the answer, with latency 0', () => {
    expect(response([held, invitation({ time: END })])).toEqual(inferredAt(END));
  });

  it('when it was scheduled before the end then it says nothing about this interview', () => {
    expect(response([held, invitation({ time: '2026-03-04T09:59:59.999Z' })])).toBeUndefined();
    expect(response([held, invitation({ time: '2026-03-01T09:00:00Z' })])).toBeUndefined();
  });

  it('when it is scheduled a second time only after the end then the first scheduling counts, and says nothing', () => {
    const events = [
      held,
      invitation({ time: '2026-03-01T09:00:00Z' }),
      cancelled({ interviewId: 'int-2', time: '2026-03-04T12:00:00Z' }),
      invitation({ time: '2026-03-06T09:00:00Z' }),
    ];
    expect(response(events)).toBeUndefined();
  });

  it('when that first scheduling is retracted then the second one is the first', () => {
    const mistake = invitation({ time: '2026-03-01T09:00:00Z' });
    const events = [held, mistake, invitation({ time: '2026-03-06T09:00:00Z' }), retracted(mistake)];
    expect(response(events)).toEqual(inferredAt('2026-03-06T09:00:00Z'));
  });

  it('when two further stages are scheduled then the first one at or after the end counts', () => {
    const events = [
      held,
      invitation({ time: '2026-03-06T09:00:00Z', interviewId: 'int-3', stage: 'Offer talk' }),
      invitation({ time: '2026-03-05T09:00:00Z' }),
      invitation({ time: '2026-03-01T09:00:00Z', interviewId: 'int-4', stage: 'Reference' }),
    ];
    expect(response(events)).toEqual(inferredAt('2026-03-05T09:00:00Z'));
  });

  it('when it is cancelled later then the candidate had been invited all the same', () => {
    const events = [held, invitation(), cancelled({ interviewId: 'int-2', time: '2026-03-05T09:00:00Z' })];
    expect(response(events)).toEqual(inferredAt('2026-03-05T08:00:00Z'));
  });

  it('when it is of the same stage then nothing is read off', () => {
    expect(response([held, invitation({ stage: 'Onsite' })])).toBeUndefined();
  });

  it('when either stage is unknown then nothing is read off', () => {
    expect(response([held, invitation({ stage: undefined })])).toBeUndefined();
    expect(response([completed({ stage: undefined }), invitation()])).toBeUndefined();
    expect(response([completed({ stage: undefined }), invitation({ stage: undefined })])).toBeUndefined();
  });

  it('when its stage is corrected later then the correction applies to the past too', () => {
    const events = [
      held,
      invitation({ stage: 'Onsite' }),
      rescheduled({ interviewId: 'int-2', stage: 'Final', time: '2026-03-10T08:00:00Z' }),
    ];
    expect(response(events, { asOf: '2026-03-10T07:59:59Z' })).toBeUndefined();
    expect(response(events)).toEqual(inferredAt('2026-03-05T08:00:00Z'));
  });

  it('when somebody answers at that very instant then the explicit answer goes first', () => {
    const events = [held, invitation(), responded({ kind: 'next_step', time: '2026-03-05T08:00:00Z' })];
    expect(response(events)).toEqual({ at: '2026-03-05T08:00:00.000Z', inferred: false });
    const later = [held, invitation(), responded({ kind: 'next_step', time: '2026-03-05T08:00:00.001Z' })];
    expect(response(later)).toEqual(inferredAt('2026-03-05T08:00:00Z'));
  });

  it('when inference is switched off then the candidate is waiting', () => {
    expect(response([held, invitation()], { inferResponses: false })).toBeUndefined();
  });
});

describe('given an interview of another stage that no event scheduled', () => {
  const further = (endedAt: string, startedAt?: string) =>
    completed({ interviewId: 'int-2', stage: 'Final', endedAt, startedAt, time: endedAt });

  it('when it took place on a later day then the candidate had heard by its start', () => {
    const events = [held, further('2026-03-05T15:00:00Z', '2026-03-05T14:00:00Z')];
    expect(response(events)).toEqual(inferredAt('2026-03-05T14:00:00Z'));
    // Known only once it has taken place.
    expect(response(events, { asOf: '2026-03-05T14:30:00Z' })).toBeUndefined();
  });

  it('when its start is unknown then by its planned start, else by its end', () => {
    expect(response([held, further('2026-03-05T15:00:00Z')])).toEqual(inferredAt('2026-03-05T15:00:00Z'));
    const planned = completed({
      interviewId: 'int-2',
      stage: 'Final',
      startsAt: '2026-03-05T13:30:00Z',
      endedAt: '2026-03-05T15:00:00Z',
      time: '2026-03-05T15:00:00Z',
    });
    expect(response([held, planned])).toEqual(inferredAt('2026-03-05T13:30:00Z'));
  });

  it('when it took place on the same day then it belongs to the same visit', () => {
    expect(response([held, further('2026-03-04T16:00:00Z')])).toBeUndefined();
  });

  it('when it started on the same day and ended on the next then it is the start that counts', () => {
    expect(response([held, further('2026-03-05T00:30:00Z', '2026-03-04T23:30:00Z')])).toBeUndefined();
  });

  it.each([
    ['UTC', '2026-03-04T23:59:59Z', false],
    ['UTC', '2026-03-05T00:00:00Z', true],
    ['Europe/Berlin', '2026-03-04T22:59:59Z', false],
    ['Europe/Berlin', '2026-03-04T23:00:00Z', true],
    ['America/Los_Angeles', '2026-03-05T07:59:59Z', false],
    ['America/Los_Angeles', '2026-03-05T08:00:00Z', true],
  ])(
    'when the organisation is in %s and it ended at %s then a later day: %s',
    (timeZone, endedAt, isLater) => {
      expect(response([held, further(endedAt)], { timeZone })).toEqual(
        isLater ? inferredAt(endedAt) : undefined,
      );
    },
  );

  it('when it took place before then it says nothing', () => {
    expect(response([held, further('2026-03-02T15:00:00Z')])).toBeUndefined();
  });

  it('when it is only rescheduled, never scheduled, then it tells by its start once it has taken place', () => {
    const moved = rescheduled({ interviewId: 'int-2', stage: 'Final', time: '2026-03-04T11:00:00Z' });
    expect(response([held, moved], { asOf: '2026-03-05T09:59:59Z' })).toBeUndefined();
    expect(response([held, moved])).toEqual(inferredAt('2026-03-05T09:00:00Z'));
  });

  it('when it was cancelled then it did not take place and says nothing', () => {
    const events = [
      held,
      further('2026-03-05T15:00:00Z'),
      cancelled({ interviewId: 'int-2', time: '2026-03-06T09:00:00Z' }),
    ];
    expect(response(events, { asOf: '2026-03-06T08:59:59Z' })).toEqual(inferredAt('2026-03-05T15:00:00Z'));
    expect(response(events)).toBeUndefined();
  });
});

describe('given that an application is closed', () => {
  const hired = (time: string) => closed({ outcome: 'hired', time });

  it('when it is by hiring then that says a decision about the whole application', () => {
    const events = [held, hired('2026-03-06T10:00:00Z')];
    expect(response(events)).toEqual(inferredAt('2026-03-06T10:00:00Z'));
    expect(obligationOf('decision', events)).toMatchObject({ state: 'met', inferred: true });
    expect(obligationOf('feedback', events)).toMatchObject({ state: 'waiting', inferred: false });
  });

  it('when the decision is sent at that very instant then it was sent, not inferred', () => {
    const time = '2026-03-06T10:00:00Z';
    expect(obligationOf('decision', [held, hired(time), responded({ time })]).inferred).toBe(false);
    expect(response([held, hired(time), responded({ time, kind: 'feedback' })])?.inferred).toBe(false);
    // Feedback is no decision: that one is still told by the hiring.
    expect(
      obligationOf('decision', [held, hired(time), responded({ time, kind: 'feedback' })]).inferred,
    ).toBe(true);
  });

  it('when the candidate is hired during the interview then early, before it not at all', () => {
    expect(obligationOf('decision', [held, hired('2026-03-04T09:30:00Z')])).toMatchObject({
      state: 'met',
      stoppedAt: instant(END),
      inferred: true,
      early: true,
    });
    expect(obligationOf('decision', [held, hired('2026-03-04T08:59:59Z')]).state).toBe('waiting');
  });

  it.each(['rejected', 'role_closed', 'withdrawn'] as const)(
    'when it is %s then that tells nobody anything',
    (outcome) => {
      const { state, inferred } = obligationOf('response', [
        held,
        closed({ outcome, time: '2026-03-06T10:00:00Z' }),
      ]);
      expect([state, inferred]).toEqual([outcome === 'withdrawn' ? 'ended' : 'waiting', false]);
    },
  );

  it('when inference is switched off then hiring tells nothing either', () => {
    expect(response([held, hired('2026-03-06T10:00:00Z')], { inferResponses: false })).toBeUndefined();
  });
});
