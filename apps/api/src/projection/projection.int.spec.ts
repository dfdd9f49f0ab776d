import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  defaultFoldOptions,
  historyOf,
  isApplicationEvent,
  obligationKeyOf,
  obligationKinds,
  obligationsAsOf,
  stateAsOf,
  survivalQuantile,
  touchpointKeyOf,
  touchpointKinds,
  touchpointsAsOf,
  type ApplicationEvent,
  type HearbackEvent,
  type Obligation,
  type ObligationKind,
  type Touchpoint,
  type TouchpointKind,
} from '@hearback/domain';
import { arbitraryApplication } from '@hearback/domain/testing';
import fc from 'fast-check';
import { latency } from '../metrics/latency/latency.js';
import { chosenObligations, chosenTouchpoints } from '../metrics/selection.js';
import { defaultOrganisation } from '../platform/organisation.js';
import { Reckoning } from '../platform/reckoning.js';
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

/** Any order and repetition of the events of many applications (a thousand in all runs), and where a batch ends or the process restarts. */
const deliveries = fc
  .array(arbitraryApplication(), { minLength: 250, maxLength: 280 })
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

const reckoning = new Reckoning(defaultOrganisation);

function told(obligation: Obligation, asOf: number): Record<string, unknown> {
  const { kind, startedAt, state, stage, teamId, assumed, inferred, early, candidateId, jobId } = obligation;
  const [team, until] = [teamId ?? 'unassigned', obligation.stoppedAt ?? asOf];
  const dueAt = obligation.dueAt ?? reckoning.dueAt(kind, team, stage ?? 'unassigned', startedAt) ?? null;
  return {
    key: obligationKeyOf(obligation),
    interview: obligation.interviewId ?? '',
    interviewer: obligation.interviewerId ?? '',
    startedAt,
    stoppedAt: state === 'waiting' ? null : obligation.stoppedAt,
    state,
    business: reckoning.workedMs(team, until) - reckoning.workedMs(team, startedAt),
    dueAt,
    lastDueAt: obligation.lastDueAt ?? null,
    promised: obligation.promisedAt ?? null,
    stage: stage ?? 'unassigned',
    team,
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

interface Row extends Record<string, unknown> {
  readonly application_id: string;
  readonly obligation_id: string;
}

/** Whatever can be asked of the store about obligations of a kind, per application. */
async function stored(kind: ObligationKind, asOf: number): Promise<Map<string, unknown[]>> {
  const request = { filter: {}, asOf, by: [], clock: 'elapsed' } as const;
  const { text, parameters } = chosenObligations(kind, request, test.organisation);
  const rows = await test.store.rows<Row>(
    `SELECT *, ${['started_at', 'due_at', 'last_due_at', 'promised', 'seen_until']
      .map((column) => `toUnixTimestamp64Milli(${column}) AS ${column}_ms`)
      .join(', ')}
     FROM (${text}) ORDER BY application_id, obligation_id`,
    { ...parameters },
  );
  return grouped(rows, (row) => ({
    key: row.obligation_id.slice(row.application_id.length + 1),
    interview: row['interview_id'],
    interviewer: row['interviewer_id'],
    startedAt: row['started_at_ms'],
    stoppedAt: row['state'] === 'waiting' ? null : row['seen_until_ms'],
    state: row['state'],
    business: Math.round(Number(row['business']) * 1000),
    dueAt: row['due_at_ms'],
    lastDueAt: row['last_due_at_ms'],
    promised: row['promised_ms'],
    stage: row['stage'],
    team: row['team_id'],
    job: row['job_id'],
    candidate: row['candidate_id'],
    assumed: row['is_assumed'] === 1,
    inferred: row['is_inferred'] === 1,
    early: row['is_early'] === 1,
  }));
}

async function storedTouchpoints(kind: TouchpointKind, asOf: number): Promise<Map<string, unknown[]>> {
  const request = { filter: {}, asOf, by: [], clock: 'elapsed' } as const;
  const { text, parameters } = chosenTouchpoints(kind, request, test.organisation);
  const rows = await test.store.rows<Row>(
    `SELECT *, toUnixTimestamp64Milli(at) AS at_ms, toUnixTimestamp64Milli(answered) AS answered_ms
     FROM (${text}) ORDER BY application_id, touchpoint_id`,
    { ...parameters },
  );
  return grouped(rows, (row) => ({
    key: String(row['touchpoint_id']).slice(row.application_id.length + 1),
    at: row['at_ms'],
    answeredAt: row['answered_ms'],
    stage: row['stage'],
    team: row['team_id'],
    nps: row['nps'],
    words: row['words'],
    hasExamples: row['has_examples'],
  }));
}

function toldTouchpoint(touchpoint: Touchpoint): Record<string, unknown> {
  const { hasExamples } = touchpoint;
  return {
    key: touchpointKeyOf(touchpoint),
    at: touchpoint.at,
    answeredAt: touchpoint.answeredAt ?? null,
    stage: touchpoint.stage ?? 'unassigned',
    team: touchpoint.teamId ?? 'unassigned',
    nps: touchpoint.nps ?? null,
    words: touchpoint.words ?? null,
    hasExamples: hasExamples === undefined ? null : Number(hasExamples),
  };
}

function grouped(rows: readonly Row[], toldOf: (row: Row) => unknown): Map<string, unknown[]> {
  const byApplication = new Map<string, unknown[]>();
  for (const row of rows) {
    byApplication.set(row.application_id, [...(byApplication.get(row.application_id) ?? []), toldOf(row)]);
  }
  return byApplication;
}

const byKey = (a: Record<string, unknown>, b: Record<string, unknown>): number =>
  String(a['key']) < String(b['key']) ? -1 : 1;

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
          for (const kind of obligationKinds) {
            const actual = await stored(kind, asOf);
            for (const [id, history] of histories) {
              const expected = obligationsAsOf(stateAsOf(history, asOf), asOf, defaultFoldOptions)
                .filter((obligation) => obligation.kind === kind)
                .map((obligation) => told(obligation, asOf))
                .sort(byKey);
              expect({ id, asOf, rows: actual.get(id) ?? [] }).toEqual({ id, asOf, rows: expected });
            }
          }
          for (const kind of touchpointKinds) {
            const actual = await storedTouchpoints(kind, asOf);
            for (const [id, history] of histories) {
              const expected = touchpointsAsOf(stateAsOf(history, asOf), asOf)
                .filter((touchpoint) => touchpoint.kind === kind)
                .map(toldTouchpoint)
                .sort(byKey);
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
    const [row] = await latency(metric, { filter: {}, asOf, by: [], clock: 'elapsed' }, test);
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
