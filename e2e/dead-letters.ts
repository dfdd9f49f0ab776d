import { type Page } from 'playwright-core';
import { completed } from './events.js';
import { type HearbackProcess } from './hearback-process.js';

/** What a clock may run ahead before its events count as future ones. */
const TOLERANCE_MS = 5 * 60_000;

/** An event that is right from that instant on (milliseconds since the epoch). */
export function early(id: string, rightFrom: number): object {
  const time = new Date(rightFrom + TOLERANCE_MS).toISOString();
  const event = completed(id) as { data: object };
  return { ...event, time, data: { ...event.data, endedAt: time } };
}

/** Wrong in one place that is there, and in one that is missing. */
export const wrong = (id: string): object => ({
  ...completed(id),
  data: { applicationId: id, endedAt: 'yesterday', teamId: 't', stage: 's' },
});

/** What are no events at all. */
export const shapeless = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ specversion: '1.0', id: `other-${index}` }));

/** What is told of a replay once it has come to this state. */
export async function report(page: Page, state: string): Promise<string> {
  await page.locator(`[data-testid="replay-report"][data-state="${state}"]`).waitFor();
  return page.getByTestId('replay-report').innerText();
}

/** The id of the newest one that a query chooses; `undefined`: there is none. */
export async function newestLetter(hearback: HearbackProcess, query: string): Promise<string | undefined> {
  const list = await hearback.get<{ rows: { id: string }[] }>(`/api/v1/dead-letters?limit=1&${query}`);
  return list.rows[0]?.id;
}
