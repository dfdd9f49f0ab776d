import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApplicationEvent } from './events/index.js';
import {
  defaultFoldOptions,
  isValidAsOf,
  versionsOf,
  tellAsOf,
  type ObligationKind,
  type ObligationVersion,
} from './interview/index.js';
import { survivalQuantile, type Observation } from './metrics/index.js';
import { closed, completed, instant, responded } from './testing/index.js';

const LOG = new URL('../../../samples/hiring-log/hiring-log.csv', import.meta.url);
const END_OF_LOG = '2015-01-12T12:39:58Z';
const DAY = 86_400;

const STAGES = [
  'Telephonic Screening',
  'Screening Interview',
  'Coding Interview',
  'Frontend Interview',
  'ML Interview',
  'Backend Interview',
  'Behavioral Interview',
];

/** The mapping that the log's README describes. */
function eventOf(row: string, n: number): ApplicationEvent[] {
  const [applicationId = '', activity = '', resource = '', time = ''] = row.split(',');
  if (activity === 'Application Rejected') {
    return [responded({ applicationId, time }), closed({ applicationId, time, outcome: 'rejected' })];
  }
  if (activity === 'Make Job Offer') return [responded({ applicationId, time })];
  if (!STAGES.includes(activity)) return [];
  return [
    completed({
      applicationId,
      interviewId: `${activity}-${n}`,
      time,
      endedAt: time,
      teamId: resource,
      stage: activity,
    }),
  ];
}

/**
 * 30,906 interviews of 10,000 real-shaped applications. The expected numbers were computed from the log by other
 * means than this code: they are the check on the whole of fold, inference and estimate.
 */
describe('given the hiring log', () => {
  let versions: ObligationVersion[];
  let interviews = 0;

  beforeAll(() => {
    const applications = new Map<string, ApplicationEvent[]>();
    readFileSync(LOG, 'utf8')
      .trimEnd()
      .split(/\r?\n/)
      .slice(1)
      .forEach((row, n) => {
        for (const event of eventOf(row, n)) {
          interviews += event.type === 'hearback.interview.completed.v1' ? 1 : 0;
          const { applicationId } = event.data;
          applications.set(applicationId, [...(applications.get(applicationId) ?? []), event]);
        }
      });
    versions = [...applications.values()].flatMap(
      (events) => versionsOf(events, defaultFoldOptions).obligations,
    );
  });

  const asOf = (time: string, kind: ObligationKind) =>
    versions
      .filter((version) => version.kind === kind && isValidAsOf(version, instant(time)))
      .map((version) => tellAsOf(version, instant(time)));

  const observe = (obligation: ReturnType<typeof tellAsOf>, now: string): Observation => ({
    seconds: ((obligation.stoppedAt ?? instant(now)) - obligation.startedAt) / 1000,
    answered: obligation.state === 'met',
  });

  const days = (observations: readonly Observation[], p: number) => {
    const { seconds, reached } = survivalQuantile(observations, p)!;
    expect(reached).toBe(true);
    return (seconds / DAY).toFixed(3);
  };

  it('takes every interview of the log', () => {
    expect(interviews).toBe(30_906);
  });

  it.each`
    stage                     | n       | response   | response90 | decision   | decision90 | inferred
    ${'Telephonic Screening'} | ${8799} | ${'0.926'} | ${'1.273'} | ${'3.705'} | ${'5.209'} | ${7809}
    ${'Screening Interview'}  | ${7809} | ${'1.852'} | ${'2.779'} | ${'3.126'} | ${'4.283'} | ${3904}
    ${'Coding Interview'}     | ${3904} | ${'0.926'} | ${'0.927'} | ${'1.852'} | ${'2.778'} | ${3518}
    ${'Frontend Interview'}   | ${2913} | ${'0.926'} | ${'0.927'} | ${'0.926'} | ${'1.852'} | ${1674}
    ${'ML Interview'}         | ${2334} | ${'0.926'} | ${'0.927'} | ${'0.926'} | ${'1.852'} | ${1332}
    ${'Backend Interview'}    | ${1351} | ${'0.926'} | ${'0.927'} | ${'0.926'} | ${'1.852'} | ${770}
    ${'Behavioral Interview'} | ${3796} | ${'0.925'} | ${'0.926'} | ${'0.925'} | ${'0.926'} | ${0}
  `('then $stage has the known waits at the end of the log', (expected) => {
    const ofStage = (kind: ObligationKind) =>
      asOf(END_OF_LOG, kind).filter(({ stage }) => stage === expected.stage);
    const [responses, decisions] = [ofStage('response'), ofStage('decision')];
    const [toResponse, toDecision] = [responses, decisions].map((obligations) =>
      obligations.map((obligation) => observe(obligation, END_OF_LOG)),
    ) as [Observation[], Observation[]];

    expect({
      stage: expected.stage,
      n: responses.length,
      response: days(toResponse, 0.5),
      response90: days(toResponse, 0.9),
      decision: days(toDecision, 0.5),
      decision90: days(toDecision, 0.9),
      inferred: responses.filter(({ inferred }) => inferred).length,
    }).toEqual(expected);
    expect(decisions).toHaveLength(responses.length);
    expect(decisions.filter(({ inferred }) => inferred)).toEqual([]);
  });

  it('then every interview is answered by its end, 19,007 by going on to a further stage', () => {
    const responses = asOf(END_OF_LOG, 'response');
    expect(responses).toHaveLength(interviews);
    expect(responses.filter(({ state }) => state !== 'met')).toEqual([]);
    expect(responses.filter(({ inferred }) => inferred)).toHaveLength(19_007);
    expect(asOf(END_OF_LOG, 'decision').filter(({ state }) => state !== 'met')).toEqual([]);
    expect(asOf(END_OF_LOG, 'feedback').every(({ state }) => state === 'waiting')).toBe(true);
  });

  it.each`
    kind          | longest
    ${'response'} | ${'3.13'}
    ${'decision'} | ${'6.49'}
  `('then the longest time to $kind is $longest days', ({ kind, longest }) => {
    const waits = asOf(END_OF_LOG, kind as ObligationKind).map((each) => observe(each, END_OF_LOG).seconds);
    expect((waits.reduce((most, wait) => Math.max(most, wait), 0) / DAY).toFixed(2)).toBe(longest);
  });

  it.each`
    time                      | ended    | response | decision
    ${'2015-01-07T12:00:00Z'} | ${16608} | ${8468}  | ${16277}
    ${'2015-01-08T12:00:00Z'} | ${19538} | ${7530}  | ${17990}
    ${'2015-01-09T18:00:00Z'} | ${25486} | ${6572}  | ${17079}
  `('then as of $time $ended interviews have ended', ({ time, ended, response, decision }) => {
    const waiting = (kind: ObligationKind) =>
      asOf(time as string, kind).filter(({ state }) => state === 'waiting').length;
    expect({
      ended: asOf(time as string, 'response').length,
      response: waiting('response'),
      decision: waiting('decision'),
    }).toEqual({ ended, response, decision });
  });
});
