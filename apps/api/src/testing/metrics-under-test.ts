import assert from 'node:assert/strict';
import type { HearbackEvent, MetricName, MetricRow } from '@hearback/domain';
import { closed, completed, responded } from '@hearback/domain/testing';
import { GetMetricHandler } from '../metrics/get-metric.handler.js';
import { GetMetric } from '../metrics/get-metric.query.js';
import type { MetricRequest } from '../metrics/metric-request.js';
import type { Organisation } from '../platform/organisation.js';
import { recordsOf, startTestStore } from './test-store.js';

/** Metrics over a store of their own: events in, rows out. */
export interface MetricsUnderTest {
  readonly organisation: Organisation;
  /** Once per test: the log begins with these. */
  given(...events: readonly (readonly HearbackEvent[])[]): Promise<void>;
  /** Asked at the time and again a year later: the answer has to be the same, or this fails. */
  rowsOf(name: MetricName, asOf: string, request?: Partial<MetricRequest>): Promise<readonly MetricRow[]>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

const YEAR_MS = 365 * 86_400_000;

export async function startMetrics(organisation?: Organisation): Promise<MetricsUnderTest> {
  const test = await startTestStore(organisation);
  const ask = async (query: GetMetric, now: number) => {
    const handler = new GetMetricHandler(test.store, test.organisation, () => new Date(now));
    return (await handler.execute(query)).rows;
  };
  return {
    organisation: test.organisation,
    given: async (...events) => {
      await test.project(recordsOf(events.flat()));
    },
    rowsOf: async (name, asOf, request = {}) => {
      const asked = { filter: {}, by: [], clock: 'elapsed', ...request, asOf: Date.parse(asOf) } as const;
      const query = new GetMetric(name, asked);
      const atTheTime = await ask(query, asked.asOf);
      assert.deepStrictEqual(await ask(query, asked.asOf + YEAR_MS), atTheTime);
      return atTheTime;
    },
    clear: () => test.clear(),
    close: () => test.close(),
  };
}

/** What stands for a figure for which nobody has reported anything, written out. */
export function missing(
  type: string,
  what = `an event of the kind ${type}`,
): { readonly notMeasured: string; readonly reason: string } {
  return { notMeasured: type, reason: `No source has sent ${what} yet` };
}

export const NO_FEEDBACK = missing('response.sent', 'an event of the kind response.sent of kind feedback');
export const NO_SCORECARDS = missing('interview.scheduled', 'interviewers with scorecardRequired');

export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** A Wednesday: when the interviews of these tests end unless they say otherwise. */
export const END = '2026-03-04T10:00:00.000Z';

/** So many hours after {@link END}, or before it. */
export function after(hours: number): string {
  return new Date(Date.parse(END) + hours * HOUR * 1000).toISOString();
}

/** What a row rests on: zeros but for what is given. */
export function counts(given: Partial<typeof ZERO>): typeof ZERO {
  return { ...ZERO, ...given };
}

const ZERO = { n: 0, applications: 0, met: 0, waiting: 0, ended: 0, assumed: 0, inferred: 0, early: 0 };

/** An interview of its own application that ended at END, `hours` after which the candidate heard back. */
export function interview(
  applicationId: string,
  hours?: number,
  data: Parameters<typeof completed>[0] = {},
): HearbackEvent[] {
  const events: HearbackEvent[] = [completed({ applicationId, ...data })];
  if (hours !== undefined) events.push(responded({ applicationId, time: after(hours), kind: 'decision' }));
  return events;
}

/** One that ended at another time. */
export function interviewAt(
  applicationId: string,
  endedAt: string,
  data: Parameters<typeof completed>[0] = {},
): HearbackEvent[] {
  return [completed({ applicationId, time: endedAt, endedAt, ...data })];
}

export function withdrawn(applicationId: string, time: string): HearbackEvent {
  return closed({ applicationId, outcome: 'withdrawn', time });
}

/** Whatever makes events for one application, for several of them. */
export function each(
  applicationIds: readonly string[],
  eventsOf: (applicationId: string, index: number) => readonly HearbackEvent[],
): HearbackEvent[] {
  return applicationIds.flatMap(eventsOf);
}
