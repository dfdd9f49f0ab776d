import { afterEach, expect, it } from '@jest/globals';
import { early } from './dead-letters.js';
import { send } from './events.js';
import { eventually, removeDirectory, startHearback, type HearbackProcess } from './hearback-process.js';

const LETTERS = 3_000;

interface Run {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly counts: { readonly recorded: number; readonly duplicate: number; readonly rejected: number };
}

let hearback: HearbackProcess | undefined;
afterEach(async () => {
  await hearback?.end();
  if (hearback !== undefined) await removeDirectory(hearback.directory);
});

const replay = async ({ url }: HearbackProcess, filter: object): Promise<Run> => {
  const response = await fetch(`${url}/api/v1/dead-letters/replay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ all: true, filter }),
  });
  expect(response.status).toBe(202);
  return (await response.json()) as Run;
};
const total = async (query: string): Promise<number> =>
  (await hearback!.get<{ total: number }>(`/api/v1/dead-letters?limit=1&${query}`)).total;

it('given a kill in the middle of a replay, when it is run again, then every message is one event and none is lost', async () => {
  hearback = await startHearback();
  await hearback.get('/api/v1/organisation');
  const rightFrom = Date.now() + 10_000;
  for (let first = 0; first < LETTERS; first += 500) {
    const ids = Array.from({ length: 500 }, (_, index) => `e-${first + index}`);
    expect(
      await send(
        hearback.url,
        ids.map((id) => early(id, rightFrom)),
      ),
    ).toBe(202);
  }
  await hearback.settled();
  expect(await total('outcome=none')).toBe(LETTERS);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, rightFrom + 500 - Date.now())));

  const started = await replay(hearback, {});
  const path = `/api/v1/dead-letters/replays/${started.id}`;
  await eventually(async () => {
    const { done } = await hearback!.get<Run>(path);
    if (done === 0) throw new Error('not begun');
  });
  await hearback.end('SIGKILL');

  hearback = await startHearback({ directory: hearback.directory });
  await hearback.settled();
  const interrupted = await hearback.get<Run>(path);
  expect(interrupted.state).toBe('interrupted');
  expect(interrupted.done).toBeGreaterThan(0);
  expect(interrupted.done).toBeLessThan(LETTERS);

  const again = await replay(hearback, {});
  let run = again;
  await eventually(async () => {
    run = await hearback!.get<Run>(`/api/v1/dead-letters/replays/${again.id}`);
    if (run.state !== 'done') throw new Error(`${run.state}: ${run.done} of ${run.total}`);
  });
  expect(run.counts).toMatchObject({ rejected: 0 });
  expect(run.counts.recorded + run.counts.duplicate).toBe(LETTERS);
  expect(run.counts.duplicate).toBeGreaterThanOrEqual(interrupted.done);
  await hearback.settled();
  expect(await total('outcome=recorded')).toBe(LETTERS);
  expect(await total('')).toBe(LETTERS);
  const { events } = await hearback.get<{ events: { count: number } }>('/api/v1/organisation');
  expect(events.count).toBe(LETTERS);
});
