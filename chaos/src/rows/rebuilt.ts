import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reader } from '../reader.js';
import type { Context, Outcome, Row } from '../row.js';
import { inScene, type Actor, type Scene } from '../scene.js';
import { seconds, until } from '../waiting.js';

interface View {
  readonly phase: string;
  readonly done?: number;
  readonly total?: number;
  readonly problem?: string;
  readonly comparison?: { readonly equal: boolean };
}

/** So much is in the store before the first rebuild: it has to take long enough to be killed half-way. */
const EVENTS_BEFORE = 4_000;

/** Fresh tables from the whole log, beside the old ones, while events come in and somebody looks. */
export const rebuilt: Row = {
  name: 'rebuilt',
  fault: 'rebuild from the log under load, SIGKILL half-way, resumed and swapped in, read all the while',
  expects: 'no harm',
  run: async (context) => {
    // The same directory: the process that comes back goes on with what it had begun.
    const directory = await mkdtemp(join(tmpdir(), 'hearback-chaos-rebuilt-'));
    try {
      return await inScene(context, 82, { perSecond: 400 }, (scene) => rebuild(context, scene, directory));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

async function rebuild(context: Context, scene: Scene, directory: string): Promise<Outcome> {
  const runs = context.runs(1, 5);
  const recovery: number[] = [];
  let [hits, missed] = [0, 0];
  let actor = await scene.start({ directory });
  await until('a store with something in it', async () => {
    const [counted] = await scene.engine.rows<{ n: number }>(
      'SELECT count() AS n FROM hearback.stored_events',
    );
    return (counted?.n ?? 0) >= EVENTS_BEFORE;
  });
  const reader = new Reader();
  while (hits < runs) {
    reader.read(await actor.service.url());
    const isHit = await killHalfWay(actor);
    await reader.pause();
    await scene.end(actor);
    const from = performance.now();
    actor = await scene.start({ directory });
    const url = await actor.service.url();
    reader.read(url);
    await done(url);
    await reader.pause();
    recovery.push(seconds(from));
    if (isHit) hits += 1;
    else missed += 1;
    context.say(
      `rebuilt: ${hits} of ${runs} (${missed} missed), swapped in after ${recovery.at(-1)?.toFixed(1)} s`,
    );
    if (missed > runs + 5) throw new Error('No rebuild could be killed half-way.');
  }
  if (reader.faults.length > 0)
    throw new Error(`Of ${reader.answers} answers ${reader.faults.length} were wrong: ${reader.faults[0]}`);
  const { events, lost, doubled, details } = await scene.finish();
  const notes = [`${reader.answers} answers read, all right`, ...details].join('; ');
  return { runs, hits, missed, events, lost, doubled, recovery, notes };
}

const viewOf = async (url: string): Promise<View> =>
  (await (await fetch(`${url}/api/v1/rebuild`)).json()) as View;

/** @returns whether it was under way when it was killed */
async function killHalfWay({ service }: Actor): Promise<boolean> {
  const url = await service.url();
  const answer = await until('the rebuild to begin', async () => {
    const response = await fetch(`${url}/api/v1/rebuild?from=log`, { method: 'POST' });
    return response.status === 202 ? response : undefined;
  });
  await answer.arrayBuffer();
  const half = await until('the rebuild to be half-way', async () => {
    const view = await viewOf(url);
    if (view.phase === 'failed' || view.phase === 'held')
      throw new Error(`It ${view.phase}: ${view.problem}`);
    return (view.done ?? 0) > (view.total ?? 0) / 3 || view.phase === 'done' ? view : undefined;
  });
  service.signal('SIGKILL');
  await service.ended();
  return half.phase === 'replaying' && (half.done ?? 0) < (half.total ?? 0);
}

async function done(url: string): Promise<void> {
  const view = await until('the rebuild to be done', async () => {
    const now = await viewOf(url);
    if (now.phase === 'failed' || now.phase === 'held') throw new Error(`It ${now.phase}: ${now.problem}`);
    return now.phase === 'done' ? now : undefined;
  });
  if (view.comparison?.equal !== true)
    throw new Error(`The new tables differ from the old ones: ${JSON.stringify(view.comparison)}`);
}
