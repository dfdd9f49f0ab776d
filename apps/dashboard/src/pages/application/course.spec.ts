import { describe, expect, it } from '@jest/globals';
import { type TimelineEntry, type ToldChange } from '../../api/application.js';
import { changeWords, entryTitle, retractionWords } from './course.js';

const entry = (type: string, data: unknown = {}): TimelineEntry => ({
  time: '2026-03-04T10:00:00Z',
  event: { source: 's', id: '1', type, recordedTime: '', data },
  changes: [],
});
const change = (told: Partial<ToldChange>): ToldChange => ({
  change: 'started',
  obligationId: 'o',
  kind: 'response',
  interviewId: 'i-1',
  interviewerId: null,
  state: 'waiting',
  stoppedAt: null,
  promisedFor: null,
  inferred: false,
  early: false,
  ...told,
});

describe('the course of an application', () => {
  it('given events, then what happened is in words; a new type is called by its name', () => {
    expect(entryTitle(entry('hearback.interview.completed.v1'))).toBe('Interview took place');
    expect(entryTitle(entry('hearback.response.sent.v1', { kind: 'next_step' }))).toBe(
      'Candidate was sent: next step',
    );
    expect(entryTitle(entry('hearback.offer.made.v1'))).toBe('offer.made');
    expect(entryTitle({ time: '', assumed: { interviewIds: ['i-1'] }, changes: [] })).toContain(
      'interview i-1 took place',
    );
  });

  it('given changes, then what they did to what is owed', () => {
    expect(changeWords(change({}))).toBe('Response began (interview i-1)');
    expect(changeWords(change({ change: 'stopped', state: 'met', inferred: true }))).toBe(
      'Response ended: answered, inferred (interview i-1)',
    );
    expect(changeWords(change({ kind: 'scorecard', interviewerId: 'ann', change: 'dropped' }))).toBe(
      'Scorecard is owed no more (interview i-1, interviewer ann)',
    );
    expect(changeWords(change({ kind: 'promise', interviewId: null, promisedFor: '6 Mar' }))).toBe(
      'Promise began: promised for 6 Mar',
    );
  });

  it('given names that every object inherits, then they are new ones like any other', () => {
    expect(entryTitle(entry('hearback.constructor.v1'))).toBe('constructor');
    expect(changeWords(change({ kind: 'toString', change: 'constructor' }))).toBe(
      'toString constructor (interview i-1)',
    );
  });

  it('given an event that was taken back, then whether it ever counted', () => {
    expect(retractionWords(entry('x'))).toBeUndefined();
    expect(retractionWords({ ...entry('x'), retractedFrom: '2026-03-05T00:00:00Z' })).toBe(
      'taken back later',
    );
    expect(retractionWords({ ...entry('x'), retractedFrom: '2026-03-04T10:00:00Z' })).toContain(
      'never counted',
    );
  });
});
