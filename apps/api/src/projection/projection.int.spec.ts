import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  defaultFoldOptions,
  historyOf,
  isApplicationEvent,
  obligationsAsOf,
  stateAsOf,
  survivalQuantile,
  type ApplicationEvent,
  type HearbackEvent,
  type Obligation,
} from '@hearback/domain';
import { arbitraryApplication } from '@hearback/domain/testing';
import fc from 'fast-check';
import { latency } from '../metrics/latency/latency.js';
import { chosenObligations } from '../metrics/selection.js';
import { metricNamed } from '@hearback/domain';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

/** Cuts a list at the given places. */
function cut<T>(items: readonly T[], places: readonly number[]): T[][] {
  const at = [...new Set(places.map((place) => place % (items.length + 1)))].sort((a, b) => a - b);
  return [0, ...at]
    .map((from, index) => items.slice(from, at[index] ?? items.length))
    .filter(({ length }) => length > 0);
}

/** Any order and repetition of the events of many applications, and where a batch ends or the process restarts. */
const deliveries = fc
  .array(arbitraryApplication(), { minLength: 100, maxLength: 150 })
  .map((applications) =>
    applications.flatMap((events, index) => events.map((event) => inApplication(event, `app-${index}`))),
  )
  .chain((events) =>
    fc.record({
      events: fc.constant(events),
      delivered: fc
        .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events))
        .map(([all, again]) => [...all, ...again]),
      cuts: fc.array(fc.nat(5000), { minLength: 4, maxLength: 12 }),
      restarts: fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
      picks: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    }),
  );

function inApplication(event: HearbackEvent, applicationId: string): HearbackEvent {
  if (!isApplicationEvent(event)) return event;
  return { ...event, subject: applicationId, data: { ...event.data, applicationId } } as HearbackEvent;
}

function instantsOf(events: readonly HearbackEvent[]): number[] {
  const times = events.flatMap((event) => [
    Date.parse(event.time),
    ...('endsAt' in event.data && event.data.endsAt !== undefined ? [Date.parse(event.data.endsAt)] : []),
  ]);
  return [...new Set(times.flatMap((at) => [at - 1, at, at + 1]))];
}

function told({ kind, interviewId, ...rest }: Obligation): Record<string, unknown> {
  const { startedAt, state, stage, teamId, assumed, inferred, early, candidateId, jobId } = rest;
  return {
    key: `${kind}:${interviewId}`,
    startedAt,
    stoppedAt: state === 'waiting' ? null : rest.stoppedAt,
    state,
    stage: stage ?? 'unassigned',
    team: teamId ?? 'unassigned',
    job: jobId ?? 'unassigned',
    candidate: candidateId ?? '',
    assumed,
    inferred,
    early,
  };
}

function historiesOf(events: readonly HearbackEvent[]): Map<string, ReturnType<typeof historyOf>> {
  const byApplication = new Map<string, ApplicationEvent[]>();
  for (const event of events.filter(isApplicationEvent)) {
    const { applicationId } = event.data;
    byApplication.set(applicationId, [...(byApplication.get(applicationId) ?? []), event]);
  }
  return new Map([...byApplication].map(([id, own]) => [id, historyOf(own)]));
}

interface Row {
  readonly application_id: string;
  readonly interview_id: string;
  readonly started: number;
  readonly state: string;
  readonly seconds: number;
  readonly stage: string;
  readonly team_id: string;
  readonly job_id: string;
  readonly candidate_id: string;
  readonly assumed: number;
  readonly is_inferred: number;
  readonly is_early: number;
}

async function stored(
  kind: 'response' | 'decision' | 'feedback',
  asOf: number,
): Promise<Map<string, unknown[]>> {
  const { text, parameters } = chosenObligations(kind, { filter: {}, asOf, by: [] }, 'UTC');
  const rows = await test.store.rows<Row>(
    `SELECT *, toUnixTimestamp64Milli(started_at) AS started FROM (${text}) ORDER BY application_id, interview_id`,
    { ...parameters },
  );
  const byApplication = new Map<string, unknown[]>();
  for (const row of rows) {
    const before = byApplication.get(row.application_id) ?? [];
    before.push({
      key: `${kind}:${row.interview_id}`,
      startedAt: row.started,
      stoppedAt: row.state === 'waiting' ? null : row.started + Math.round(row.seconds * 1000),
      state: row.state,
      stage: row.stage,
      team: row.team_id,
      job: row.job_id,
      candidate: row.candidate_id,
      assumed: row.assumed === 1,
      inferred: row.is_inferred === 1,
      early: row.is_early === 1,
    });
    byApplication.set(row.application_id, before);
  }
  return byApplication;
}

describe('the projection', () => {
  it('given any order, repetition, batching and restarts, then as of any instant the store equals the fold', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ events, delivered, cuts, restarts, picks }) => {
        await test.clear();
        let offset = 0n;
        for (const [index, batch] of cut(delivered, cuts).entries()) {
          if (restarts[index] === true) test.forget();
          await test.project(recordsOf(batch, offset));
          offset += BigInt(batch.length);
        }
        const histories = historiesOf(events);
        const instants = instantsOf(events);
        for (const asOf of picks.map((pick) => instants[pick % instants.length] ?? 0)) {
          for (const kind of ['response', 'decision', 'feedback'] as const) {
            const actual = await stored(kind, asOf);
            for (const [id, history] of histories) {
              const expected = obligationsAsOf(stateAsOf(history, asOf), asOf, defaultFoldOptions)
                .filter((obligation) => obligation.kind === kind)
                .map(told)
                .sort((a, b) => (String(a['key']) < String(b['key']) ? -1 : 1));
              expect({ id, asOf, rows: actual.get(id) ?? [] }).toEqual({ id, asOf, rows: expected });
            }
          }
          await checkQuantiles('response', asOf, histories);
          await checkQuantiles('decision', asOf, histories);
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  async function checkQuantiles(
    kind: 'response' | 'decision',
    asOf: number,
    applications: ReadonlyMap<string, ReturnType<typeof historyOf>>,
  ): Promise<void> {
    const observations = [...applications.values()]
      .flatMap((history) => obligationsAsOf(stateAsOf(history, asOf), asOf, defaultFoldOptions))
      .filter((obligation) => obligation.kind === kind)
      .map(({ startedAt, stoppedAt, state }) => ({
        seconds: ((state === 'waiting' ? asOf : (stoppedAt ?? asOf)) - startedAt) / 1000,
        answered: state === 'met',
      }));
    const metric = metricNamed(`time-to-${kind}`);
    if (metric === undefined) throw new Error(kind);
    const [row] = await latency(metric, { filter: {}, asOf, by: [] }, test);
    for (const [name, p] of [
      ['median', 0.5],
      ['p75', 0.75],
      ['p90', 0.9],
    ] as const) {
      expect(row?.[name]).toEqual(survivalQuantile(observations, p));
    }
    if (observations.length > 0) expect(row?.n).toBe(observations.length);
  }
});
