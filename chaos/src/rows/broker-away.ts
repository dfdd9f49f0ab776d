import type { Context, Row } from '../row.js';
import { inScene, SESSION_MS, type Scene } from '../scene.js';
import { pause, until } from '../waiting.js';

/** The broker is gone or silent for a while, under load. */
function brokerRow(
  name: string,
  fault: string,
  seed: number,
  takeAway: (scene: Scene, context: Context) => Promise<void>,
): Row {
  return {
    name,
    fault,
    expects: 'no harm',
    run: (context) =>
      inScene(context, seed, {}, async (scene) => {
        const runs = context.runs(1, 5);
        const recovery: number[] = [];
        let [hits, missed] = [0, 0];
        let actor = await scene.start();
        await actor.service.joined();
        await scene.producing.begun();
        let restarts = 0;
        while (hits < runs && missed < runs + 5) {
          await pause(300 + ((hits * 171) % 500));
          const before = {
            failures: scene.producing.failures,
            acknowledged: scene.producing.acknowledged.length,
          };
          const soon = pause(500).then(() => scene.producing.acknowledged.length);
          await takeAway(scene, context);
          // Nothing was acknowledged all the while, or sending failed.
          const isHit =
            scene.producing.acknowledged.length === (await soon) ||
            scene.producing.failures > before.failures;
          const from = performance.now();
          await until(
            'acknowledgements',
            () => scene.producing.acknowledged.length > before.acknowledged + 100,
            120_000,
          );
          if (!actor.service.lives) {
            // What a supervisor does. It says so in the notes: it is the design's answer to what kafkajs won't restart.
            restarts += 1;
            await scene.end(actor);
            actor = await scene.start();
          }
          recovery.push(await scene.caughtUp(await scene.ends(), from));
          if (isHit) hits += 1;
          else missed += 1;
          context.say(`${name}: ${hits} of ${runs}, back in ${recovery.at(-1)?.toFixed(1)} s`);
        }
        const { events, lost, doubled, details } = await scene.finish();
        const notes = [...(restarts > 0 ? [`${restarts} restarts by the supervisor`] : []), ...details].join(
          '; ',
        );
        return { runs, hits, missed, events, lost, doubled, recovery, notes };
      }),
  };
}

const LONG_MS = 2.5 * SESSION_MS;

export const brokerRows: readonly Row[] = [
  brokerRow('broker killed', 'SIGKILL of the broker, restarted at once', 31, async ({ broker }) => {
    await broker.kill();
    await broker.restart();
  }),
  brokerRow(
    'broker away',
    `the broker dead for ${LONG_MS / 1000} s, longer than the session`,
    32,
    async ({ broker }) => {
      await broker.kill();
      await pause(LONG_MS);
      await broker.restart();
    },
  ),
  brokerRow(
    'broker silent',
    'SIGSTOP of the broker for longer than the session: connections stay and nothing answers',
    33,
    async ({ broker }, context) => {
      const pid = broker.pid();
      process.kill(pid, 'SIGSTOP');
      // In the long version also longer than its clients wait for an answer.
      await pause(context.isShort ? LONG_MS : LONG_MS + 10_000);
      process.kill(pid, 'SIGCONT');
    },
  ),
];
