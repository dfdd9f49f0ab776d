import { expect, it } from '@jest/globals';
import type { Application, ToldChange } from '../applications/application.js';
import { describeApplication } from './show-application.js';

const change: ToldChange = {
  change: 'started',
  obligationId: 'a:response:int-1',
  kind: 'response',
  interviewId: 'int-1',
  interviewerId: null,
  state: 'waiting',
  startedAt: '2026-03-05T10:00:00.000Z',
  stoppedAt: null,
  promisedFor: null,
  inferred: false,
  early: false,
  fields: {},
};

it('given a course with an assumed end, a correction and a retracted answer, then each has its legible line', () => {
  const answer = {
    source: 's',
    id: '1',
    type: 'hearback.response.sent.v1',
    recordedTime: '2026-03-06T10:00:00.000Z',
  };
  const application: Application = {
    applicationId: 'a\u001b',
    asOf: '2026-04-01T00:00:00.000Z',
    configuration: '',
    interviews: [],
    closings: [],
    obligations: [],
    touchpoints: [],
    timeline: [
      { time: '2026-03-05T10:00:00.000Z', assumed: { interviewIds: ['int-1'] }, changes: [change] },
      {
        time: '2026-03-06T10:00:00.000Z',
        event: { ...answer, data: { applicationId: 'a', kind: 'decision', channel: 'email' } },
        retractedFrom: '2026-03-13T09:00:00.000Z',
        changes: [{ ...change, change: 'stopped', state: 'met', early: true }],
      },
      {
        time: '2026-03-07T10:00:00.000Z',
        event: { ...answer, type: 'hearback.response.promised.v1', data: {} },
        changes: [
          {
            ...change,
            change: 'moved',
            kind: 'promise',
            interviewId: null,
            fields: { lastDueAt: { before: '2026-03-08T10:00:00.000Z', after: '2026-03-09T10:00:00.000Z' } },
          },
        ],
      },
    ],
  };
  expect(describeApplication(application).split('\n')).toEqual([
    'Application a?',
    '',
    '2026-03-05 10:00:00Z  nothing was heard: int-1 counts as over',
    '    started  response int-1',
    '2026-03-06 10:00:00Z  response.sent  kind=decision channel=email  [retracted 2026-03-13 09:00:00Z]',
    '    stopped  response int-1: met, early',
    '2026-03-07 10:00:00Z  response.promised',
    '    moved    promise: lastDueAt 2026-03-08 10:00:00Z -> 2026-03-09 10:00:00Z',
  ]);
});
