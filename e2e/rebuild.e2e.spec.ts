import { afterEach, beforeEach, expect, it } from '@jest/globals';
import {
  eventually,
  removeDirectory,
  spawnHearback,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';

interface View {
  readonly phase: string;
  readonly generation?: string;
  readonly done?: number;
  readonly total?: number;
  readonly secondsLeft?: number | null;
  readonly comparison?: { readonly equal: boolean };
}

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

const METRICS = ['time-to-response', 'on-time-rate', 'health', 'waiting-now', 'candidate-rating'];
const AS_OF = '2026-06-01T00:00:00Z';

/** Sums are taken in the order in which the engine reads, which shows in the last digits. */
async function figuresOf(hearback: HearbackProcess): Promise<unknown[]> {
  const figures = METRICS.map((name) => hearback.get(`/api/v1/metrics/${name}?asOf=${AS_OF}&by=team`));
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(12)) : value;
  return JSON.parse(JSON.stringify(await Promise.all(figures), rounded)) as unknown[];
}

async function filled(): Promise<HearbackProcess> {
  const hearback = await startHearback({ directory });
  const simulation = ['simulate', '--teams', '10', '--weeks', '26', '--until', AS_OF];
  const sent = spawnHearback(simulation, { HEARBACK_URL: hearback.url });
  expect(await sent.exited()).toBe(0);
  await hearback.settled();
  return hearback;
}

const viewOf = (hearback: HearbackProcess): Promise<View> => hearback.get<View>('/api/v1/rebuild');

it.each(['log', 'events'])(
  'given a rebuild from %s that is killed half-way, then it goes on after the start by itself, and every figure is as before',
  async (source) => {
    let hearback = await filled();
    const before = await figuresOf(hearback);
    await fetch(`${hearback.url}/api/v1/rebuild?from=${source}`, { method: 'POST' });
    const half = await eventually(async () => {
      const view = await viewOf(hearback);
      if ((view.done ?? 0) === 0) throw new Error(`nothing is done yet: ${JSON.stringify(view)}`);
      return view;
    });
    await hearback.end('SIGKILL');
    expect(['copying', 'replaying']).toContain(half.phase);
    expect(half.done).toBeLessThan(half.total ?? 0);

    hearback = await startHearback({ directory });
    const follower = spawnHearback(['rebuild', '--json'], { HEARBACK_URL: hearback.url });
    expect(await follower.exited()).toBe(0);
    const done = await viewOf(hearback);
    expect(done).toMatchObject({ phase: 'done', generation: half.generation, comparison: { equal: true } });
    await hearback.settled();
    expect(await figuresOf(hearback)).toEqual(before);
    expect(await hearback.end()).toBe(0);
  },
);

it('given the command line, then it follows a rebuild to its end, tells wrong use from failure, and abandons', async () => {
  const hearback = await filled();
  const run = async (...args: string[]): Promise<{ code: number | null; output: string }> => {
    const child = spawnHearback(['rebuild', ...args], { HEARBACK_URL: hearback.url });
    return { code: await child.exited(), output: child.output() };
  };
  expect(await run('--from', 'memory')).toMatchObject({
    code: 2,
    output: expect.stringContaining('log, events') as unknown,
  });
  expect(await run('--abandon')).toMatchObject({
    code: 1,
    output: expect.stringContaining('nothing to abandon') as unknown,
  });
  const { code, output } = await run();
  expect(code).toBe(0);
  expect(output).toMatch(/\d+ % {2}replaying: [\d,]+ of [\d,]+ events/);
  expect(output).toMatch(/Rebuilt from log: done\.\nThe new tables are equal to the old ones\./);
  expect(output).toMatch(/obligations +\d+ rows before, \d+ after: equal/);

  await fetch(`${hearback.url}/api/v1/rebuild?from=log`, { method: 'POST' });
  const second = await fetch(`${hearback.url}/api/v1/rebuild`, { method: 'POST' });
  expect(second.status).toBe(409);
  expect(await second.json()).toMatchObject({ title: 'Already rebuilding' });
  expect(await run('--abandon')).toMatchObject({ code: 0 });
  expect(await viewOf(hearback)).toMatchObject({ phase: 'abandoned' });
  expect(await hearback.end()).toBe(0);
});
