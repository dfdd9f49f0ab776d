import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApplicationEvent } from '../events/catalogue.js';
import {
  arbitraryApplication,
  cancelled,
  closed,
  completed,
  instant,
  instantsAround,
  promised,
  rescheduled,
  responded,
  retracted,
  scheduled,
} from '../testing/index.js';
import { changesOf, type Step } from './changes.js';
import { historyOf, stateAsOf } from './fold.js';
import { obligationKeyOf } from './history.js';
import { defaultFoldOptions, type Obligation } from './obligation.js';
import { obligationsAsOf } from './obligations.js';

/** What a timeline would say of responses and promises, one line per step. */
function timeline(...events: ApplicationEvent[]): string[] {
  return changesOf(events, defaultFoldOptions).map(told);
}

function told({ at, event, assumed, retractedFrom, changes }: Step): string {
  const what =
    event === undefined ? `assumed ${assumed?.join()}` : event.type.split('.').slice(1, 3).join('.');
  const changed = changes
    .filter(({ key }) => /^(response|promise)/.test(key))
    .map(
      ({ change, key, fields }) =>
        `${change} ${key.split(':')[0]}${fields.length > 0 ? ` (${fields.join()})` : ''}`,
    );
  const retraction = retractedFrom === undefined ? '' : ' [retracted]';
  const time = new Date(at).toISOString().slice(5, 16);
  return `${time} ${what}${retraction}: ${changed.join('; ') || '-'}`;
}

describe('given the course of an application', () => {
  it('then a completion starts what is owed and an answer stops it', () => {
    expect(timeline(scheduled(), completed(), responded())).toEqual([
      '03-02T09:00 interview.scheduled: -',
      '03-04T10:00 interview.completed: started response',
      '03-06T10:00 response.sent: stopped response (state,stoppedAt)',
    ]);
  });

  it('then an end without a word is a step of its own, at the new times of a reschedule', () => {
    expect(timeline(scheduled(), rescheduled(), responded())).toEqual([
      '03-02T09:00 interview.scheduled: -',
      '03-03T09:00 interview.rescheduled: -',
      '03-05T10:00 assumed int-1: started response',
      '03-06T10:00 response.sent: stopped response (state,stoppedAt)',
    ]);
  });

  it('then a completion at the instant of the scheduled end leaves nothing to assume', () => {
    expect(timeline(scheduled(), completed({ time: '2026-03-04T10:00:00Z' }))).toEqual([
      '03-02T09:00 interview.scheduled: -',
      '03-04T10:00 interview.completed: started response',
    ]);
  });

  it('then what happens at the instant of an assumed end comes after it', () => {
    expect(timeline(scheduled(), responded({ time: '2026-03-04T10:00:00Z' }))).toEqual([
      '03-02T09:00 interview.scheduled: -',
      '03-04T10:00 assumed int-1: started response',
      '03-04T10:00 response.sent: stopped response (state,stoppedAt)',
    ]);
  });

  it('then a reschedule after an assumed end drops what was owed, until the new end', () => {
    expect(timeline(scheduled(), rescheduled({ time: '2026-03-04T12:00:00Z' }))).toEqual([
      '03-02T09:00 interview.scheduled: -',
      '03-04T10:00 assumed int-1: started response',
      '03-04T12:00 interview.rescheduled: dropped response',
      '03-05T10:00 assumed int-1: started response',
    ]);
  });

  it('then a retraction reopens what the retracted event had stopped', () => {
    const answer = responded();
    expect(timeline(completed(), answer, retracted(answer))).toEqual([
      '03-04T10:00 interview.completed: started response',
      '03-06T10:00 response.sent [retracted]: stopped response (state,stoppedAt)',
      '03-13T09:00 event.retracted: reopened response (state,stoppedAt)',
    ]);
  });

  it('then an event that was retracted before it came changes nothing', () => {
    const answer = responded();
    expect(timeline(completed(), answer, retracted(answer, { time: '2026-03-05T09:00:00Z' }))).toEqual([
      '03-04T10:00 interview.completed: started response',
      '03-05T09:00 event.retracted: -',
      '03-06T10:00 response.sent [retracted]: -',
    ]);
  });

  it('then a correction moves the start, another team changes it, a cancellation drops it', () => {
    const corrected = { time: '2026-03-05T08:00:00Z', endedAt: '2026-03-04T11:00:00Z', teamId: 'search' };
    expect(timeline(completed(), completed(corrected), cancelled({ time: '2026-03-05T09:00:00Z' }))).toEqual([
      '03-04T10:00 interview.completed: started response',
      '03-05T08:00 interview.completed: moved response (startedAt); changed response (teamId)',
      '03-05T09:00 interview.cancelled: dropped response',
    ]);
  });

  it('then a promise is moved by the next one and ends with a withdrawal', () => {
    const further = promised({ time: '2026-03-05T10:00:00Z', dueAt: '2026-03-09T17:00:00Z' });
    const gone = closed({ outcome: 'withdrawn', time: '2026-03-08T09:00:00Z' });
    expect(timeline(completed(), promised({ time: '2026-03-04T11:00:00Z' }), further, gone)).toEqual([
      '03-04T10:00 interview.completed: started response',
      '03-04T11:00 response.promised: changed response (promisedAt); started promise',
      '03-05T10:00 response.promised: moved promise (lastDueAt)',
      '03-08T09:00 application.closed: stopped response (state,stoppedAt); stopped promise (state,stoppedAt)',
    ]);
  });
});

describe('given any application', () => {
  it('then the changes up to an instant make up the obligations as of it', () => {
    fc.assert(
      fc.property(arbitraryApplication(), (events) => {
        const [steps, history] = [changesOf(events, defaultFoldOptions), historyOf(events)];
        for (const asOf of instantsAround(events)) {
          const owed = new Map<string, Obligation>();
          for (const { changes } of steps.filter(({ at }) => at <= asOf)) {
            for (const { change, key, after } of changes) {
              if (change === 'dropped') owed.delete(key);
              else owed.set(key, after!);
            }
          }
          const folded = obligationsAsOf(stateAsOf(history, asOf), asOf, defaultFoldOptions);
          expect(owed).toEqual(new Map(folded.map((each) => [obligationKeyOf(each), each])));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('then every distinct event has its step, in event order', () => {
    fc.assert(
      fc.property(arbitraryApplication(), (events) => {
        const steps = changesOf(events, defaultFoldOptions);
        expect(steps.flatMap(({ event }) => event ?? [])).toEqual(historyOf(events).events);
        const times = steps.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(times.every((at) => at === instant(new Date(at).toISOString()))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
