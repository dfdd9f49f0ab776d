import type { Verdict } from '../proxy.js';
import type { Context, Outcome, Row } from '../row.js';
import { inScene, SESSION_MS, type Scene } from '../scene.js';
import { pause, until } from '../waiting.js';

/** What the store does to requests for a while: `undefined` where it takes one as always. */
type Fault = (table: string | undefined, nth: number) => Verdict | undefined;

const AWAY: Verdict = { reset: 'before' };
const LONG_MS = 2.5 * SESSION_MS;

/** The engine misbehaves for a while, under load. The run hit when a batch met it: its look-up or one of its inserts. */
function outageRow(name: string, fault: string, lastsMs: number, does: Fault, seed: number): Row {
  return {
    name,
    fault,
    expects: 'no harm',
    run: (context) =>
      inScene(context, seed, {}, async (scene) => {
        const { proxy } = await begun(scene);
        return repeat(context, scene, name, async () => {
          let [met, nth] = [0, 0];
          proxy.rule = ({ table, body }) => {
            nth += 1;
            const verdict = does(table, nth);
            const isProjector = table !== undefined || body.includes('FROM stored_events FINAL');
            if (verdict !== undefined && isProjector) met += 1;
            return verdict;
          };
          await pause(lastsMs);
          // Slow or rare, it may need longer until a batch has met it.
          await until('the fault to meet a batch', () => met > 0, 60_000);
          proxy.rule = undefined;
          return met > 0;
        });
      }),
  };
}

/** Slow for as long as it takes: it is not enough that nothing is lost, batches have to get through meanwhile. */
const slow: Row = {
  name: 'store slow',
  fault: 'every insert is answered later than the session lasts, until batches have got through all the same',
  expects: 'no harm',
  run: (context) =>
    inScene(context, 23, { perSecond: 100 }, async (scene) => {
      const { proxy } = await begun(scene);
      return repeat(context, scene, 'store slow', async () => {
        await scene.caughtUp(await scene.ends());
        proxy.rule = ({ table }) => (table === undefined ? undefined : { answerAfterMs: SESSION_MS * 1.2 });
        // What was under way when it became slow is not counted.
        await pause(2 * SESSION_MS);
        const before = sum(await scene.committed());
        await until('a batch to get through', async () => sum(await scene.committed()) > before, 60_000);
        proxy.rule = undefined;
        return true;
      });
    }),
};

const sum = (offsets: ReadonlyMap<number, bigint>): bigint =>
  [...offsets.values()].reduce((all, offset) => all + offset, 0n);

/** The engine's process is killed in the middle of an insert and restarted on its data. */
const engineKilled: Row = {
  name: 'engine killed',
  fault: 'SIGKILL of the engine in the middle of an insert, restarted on its data',
  expects: 'no harm',
  run: (context) =>
    inScene(context, 21, {}, async (scene) => {
      const { proxy } = await begun(scene);
      return repeat(context, scene, 'engine killed', async (run) => {
        const wanted = ['stored_events', 'stored_obligations', 'stored_interviews'][run % 3];
        let restarted: Promise<void> | undefined;
        proxy.rule = ({ table }) => {
          if (table !== wanted || restarted !== undefined) return undefined;
          // The insert is on its way; a few milliseconds later it is being parsed, written or synced.
          restarted = pause((run * 3) % 25).then(() => scene.engine.kill());
          return {};
        };
        await until('an insert', () => restarted !== undefined, 60_000);
        proxy.rule = undefined;
        await restarted;
        return true;
      });
    }),
};

async function begun(scene: Scene) {
  const actor = await scene.start();
  await actor.service.joined();
  await scene.producing.begun();
  return actor;
}

async function repeat(
  context: Context,
  scene: Scene,
  name: string,
  inject: (run: number) => Promise<boolean>,
): Promise<Outcome> {
  const runs = context.runs(1, 5);
  const recovery: number[] = [];
  let [hits, missed] = [0, 0];
  while (hits < runs && missed < runs + 5) {
    await pause(200 + ((hits * 171) % 500));
    if (await inject(hits)) hits += 1;
    else missed += 1;
    recovery.push(await scene.caughtUp(await scene.ends()));
    context.say(`${name}: ${hits} of ${runs}, back in ${recovery.at(-1)?.toFixed(1)} s`);
  }
  for (const { service } of scene.actors)
    if (!service.lives) throw new Error(`The service ended:\n${service.output.slice(-3_000)}`);
  const { events, lost, doubled, details } = await scene.finish();
  return { runs, hits, missed, events, lost, doubled, recovery, notes: details.join('; ') };
}

const refusing =
  (code: number, name: string): Fault =>
  (table) =>
    table === undefined ? undefined : { refuse: { code, name } };

const resets = ['half', 'after', 'before'] as const;

export const storeRows: readonly Row[] = [
  outageRow('store away', `no connection to the engine for ${LONG_MS / 1000} s`, LONG_MS, () => AWAY, 22),
  slow,
  outageRow(
    'connections reset',
    'two of three inserts end in mid-insert, or are done and their answer never comes',
    3_000,
    (table, nth) => (table === undefined || nth % 4 === 0 ? undefined : { reset: resets[nth % 3] ?? 'half' }),
    24,
  ),
  outageRow('too many parts', 'inserts refused with code 252', 3_000, refusing(252, 'TOO_MANY_PARTS'), 25),
  outageRow('store disk full', 'inserts refused with code 243', 3_000, refusing(243, 'NOT_ENOUGH_SPACE'), 26),
  outageRow('store read-only', 'inserts refused with code 164', 3_000, refusing(164, 'READONLY'), 27),
  outageRow(
    'table read-only',
    'inserts refused with code 242',
    3_000,
    refusing(242, 'TABLE_IS_READ_ONLY'),
    28,
  ),
  engineKilled,
];
