import type { Context, Outcome, Row } from '../row.js';
import { inScene, type Actor, type Scene } from '../scene.js';
import { deathIn, type Step } from '../steps.js';
import { pause } from '../waiting.js';

export type Window = Step | keyof typeof INSERTS;

/** Windows right behind an insert, and whose. */
const INSERTS = {
  'after-events': 'stored_events',
  'after-rows': 'stored_obligations',
  'after-rejections': 'stored_rejections',
} as const;

/** Where a service was killed, in which stretch of the log. */
interface Death {
  readonly partition: number;
  readonly first: string;
  readonly last: string;
}

/** SIGKILL at a named step, under load, again and again on the same log and store; judged once all of it is through. */
export function killedRow(name: string, window: Window, fault: string, most = 40): Row {
  return {
    name,
    fault,
    expects: 'no harm',
    run: (context) =>
      inScene(context, SEEDS[window], {}, (scene) =>
        killAgainAndAgain(context, scene, window, context.runs(2, most)),
      ),
  };
}

const SEEDS: Readonly<Record<Window, number>> = {
  'after-read': 11,
  'after-events': 12,
  'after-rows': 13,
  'before-commit': 14,
  'after-commit': 15,
  'after-early-commit': 16,
  'after-rejections': 17,
};

export async function killAgainAndAgain(
  context: Context,
  scene: Scene,
  window: Window,
  runs: number,
): Promise<Outcome> {
  const recovery: number[] = [];
  let [hits, missed] = [0, 0];
  let actor = await scene.start();
  await actor.service.joined();
  while (hits < runs) {
    // Another moment of the load each time.
    await pause(50 + ((hits * 137) % 450));
    const death = await killAt(actor, window);
    const isHit = await hasHit(scene, window, death);
    await scene.end(actor);
    const ends = await scene.ends();
    const from = performance.now();
    actor = await scene.start();
    recovery.push(await scene.caughtUp(ends, from));
    if (isHit) hits += 1;
    else missed += 1;
    context.say(`${window}: ${hits} of ${runs} (${missed} missed), back in ${recovery.at(-1)?.toFixed(1)} s`);
    if (missed > runs + 10) throw new Error(`The window ${window} can't be hit.`);
  }
  const { events, lost, doubled, details } = await scene.finish();
  return { runs, hits, missed, events, lost, doubled, recovery, notes: details.join('; ') };
}

/** Resolves once the process is dead, with the stretch that it had at hand. */
async function killAt({ service, proxy }: Actor, window: Window): Promise<Death | undefined> {
  let place: Death | undefined;
  if (isInsert(window)) {
    proxy.rule = ({ table, body }) => {
      if (table === 'stored_events' || table === INSERTS[window]) place = placeOf(body) ?? place;
      if (table !== INSERTS[window] || place === undefined) return undefined;
      // Once the engine has it, and before the sender learns of it: what comes next is surely not begun.
      return { answered: () => service.signal('SIGKILL') };
    };
  } else service.dieAt(window);
  const how = await service.ended();
  proxy.rule = undefined;
  if (how !== 'SIGKILL')
    throw new Error(`The service ended by itself (${how}):\n${service.output.slice(-3_000)}`);
  return place ?? deathIn(service.output);
}

const isInsert = (window: Window): window is keyof typeof INSERTS => window in INSERTS;

/** Where the rows of an insert stood in the log; `undefined` for rows that come from many places. */
function placeOf(body: Buffer): Death | undefined {
  const rows = body
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { partition: number; offset?: string });
  const offsets = rows.flatMap(({ offset }) => (offset === undefined ? [] : [BigInt(offset)]));
  if (offsets.length === 0) return undefined;
  offsets.sort((a, b) => (a < b ? -1 : 1));
  return { partition: rows[0]?.partition ?? 0, first: String(offsets[0]), last: String(offsets.at(-1)) };
}

/** What store and broker say: whether the process really died where it was meant to. */
async function hasHit(scene: Scene, window: Window, death: Death | undefined): Promise<boolean> {
  if (death === undefined) return false;
  const stored = await scene.stored(death.partition, death.first, death.last);
  const committed = (await scene.committed()).get(death.partition) ?? 0n;
  const isCommitted = committed > BigInt(death.last);
  switch (window) {
    case 'after-read':
      return stored === 0 && !isCommitted;
    case 'after-early-commit':
      return stored === 0 && isCommitted;
    case 'after-commit':
      return stored > 0 && isCommitted;
    case 'after-rejections':
      return !isCommitted;
    default:
      return stored > 0 && !isCommitted;
  }
}
