import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toCloudEvent } from '@hearback/domain';
import { completed, responded } from '@hearback/domain/testing';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import type { EventLog } from '../event-log/event-log.js';
import { startServing, type Serving } from '../testing/serving.js';

let serving: Serving;
beforeAll(async () => {
  serving = await startServing();
});
afterAll(() => serving.close());

const post = (events: readonly unknown[]): Promise<Response> =>
  fetch(`${serving.url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
const line = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Those of these beginnings, without the buckets. */
async function metersOf(...beginnings: readonly string[]): Promise<Record<string, number>> {
  const all = [...(await serving.meters())];
  return Object.fromEntries(
    all.filter(
      ([name]) => beginnings.some((beginning) => name.startsWith(beginning)) && !name.includes('_bucket'),
    ),
  );
}

describe('/metrics', () => {
  it('given known events through the door and straight into the log, then it tells their exact numbers', async () => {
    const [one, two] = [toCloudEvent(completed()), toCloudEvent(completed({ applicationId: 'app-2' }))];
    const before = await metersOf('hearback_events', 'hearback_projection_events');
    expect(before).toEqual({});
    const answer = await post([
      one,
      two,
      one,
      { ...one, type: 'hearback.unheard.of.v1' },
      { ...one, time: 'x' },
    ]);
    expect(answer.status).toBe(202);
    await serving.settled();
    const log = serving.app.get<EventLog>(EVENT_LOG);
    const value = line(toCloudEvent(responded({ applicationId: 'app-2' })));
    await log.append([
      { key: 'app-2', value, headers: {} },
      { key: 'app-2', value, headers: {} },
      { key: 'app-1', value: line(one), headers: { 'hearback-origin': 'something:made-up' } },
      { key: 'app-3', value: line('no event'), headers: {} },
    ]);
    await serving.settled();

    expect(await metersOf('hearback_events')).toEqual({
      'hearback_events_recorded_total{origin="http"}': 2,
      'hearback_events_duplicate_total{origin="http"}': 1,
      'hearback_events_rejected_total{origin="http",reason="unknown-type"}': 1,
      'hearback_events_rejected_total{origin="http",reason="not-cloudevent"}': 1,
    });
    expect(
      await metersOf('hearback_projection_events', 'hearback_projection_dup', 'hearback_projection_rej'),
    ).toEqual({
      'hearback_projection_events_total{origin="http"}': 2,
      'hearback_projection_events_total{origin="log"}': 1,
      hearback_projection_duplicates_total: 2,
      'hearback_projection_rejected_total{reason="unknown-type"}': 1,
      'hearback_projection_rejected_total{reason="not-cloudevent"}': 2,
    });
    const all = await serving.meters();
    const batches = all.get('hearback_projection_batch_seconds_count');
    expect(all.get('hearback_projection_batch_records_sum')).toBe(8);
    expect(all.get('hearback_projection_batch_records_count')).toBe(batches);
    for (const step of ['keys', 'look-up', 'fold', 'insert-events', 'insert-folded'])
      expect(all.get(`hearback_projection_step_seconds_count{step="${step}"}`)).toBe(batches);
    // Only of what is new: those that the store held already were visible before.
    expect(all.get('hearback_projection_delay_seconds_count')).toBe(3);
    expect(all.get('hearback_projection_failed_batches_total')).toBe(0);
    expect(all.get('hearback_log_lag_records{partition="0"}')).toBe(0);
  });

  it('given a running service, then it tells what it is and what it reaches', async () => {
    expect(await metersOf('hearback_role', 'hearback_store', 'hearback_log_reach', 'hearback_keys')).toEqual({
      'hearback_role{role="api"}': 1,
      'hearback_role{role="projector"}': 1,
      'hearback_role{role="scheduler"}': 1,
      hearback_store_reachable: 1,
      hearback_store_complete: 1,
      hearback_log_reachable: 1,
    });
    expect(await metersOf('hearback_outbox')).toEqual({
      'hearback_outbox_messages{status="queued"}': 0,
      'hearback_outbox_messages{status="sending"}': 0,
      'hearback_outbox_messages{status="sent"}': 0,
      'hearback_outbox_messages{status="refused"}': 0,
      'hearback_outbox_messages{status="given-up"}': 0,
    });
    const CLOSED = 'hearback_scores_last_closed_week_end_timestamp_seconds';
    let all = await serving.meters();
    // The schedule's first look comes when the store has caught up.
    for (const deadline = Date.now() + 120_000; !all.has(CLOSED) && Date.now() < deadline;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      all = await serving.meters();
    }
    const now = Date.now() / 1000;
    const tick = all.get('hearback_projection_last_tick_timestamp_seconds') ?? 0;
    expect(Math.abs(now - tick)).toBeLessThan(60);
    const closed = all.get(CLOSED) ?? 0;
    // A fresh installation begins with the week that runs, so that the one before it is closed.
    expect(now - closed).toBeLessThan(15 * 86_400);
    expect(new Date(closed * 1000).toISOString()).toMatch(/T00:00:00\.000Z$/);
    expect(all.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  });

  it('given its text, then every family has its help and its type, and units are in the names', async () => {
    const response = await fetch(`${serving.url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    const families = [...text.matchAll(/^# TYPE (hearback_\w+) (\w+)$/gm)].map(([, name, type]) => ({
      name,
      type,
    }));
    expect(families.length).toBeGreaterThan(15);
    for (const { name, type } of families) {
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.{20,}$`, 'm'));
      if (type === 'counter') expect(name).toMatch(/_total$/);
      if (type === 'histogram') expect(name).toMatch(/_(seconds|records)$/);
    }
  });
});
