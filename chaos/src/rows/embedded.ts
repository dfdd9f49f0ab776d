import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { EmbeddedScene } from '../embedded-scene.js';
import type { Context, Outcome, Row } from '../row.js';
import { pause, until } from '../waiting.js';

/** The whole service is killed while clients append over HTTP. */
const killed: Row = {
  name: 'embedded log killed',
  fault: 'SIGKILL of the whole service during appends over HTTP',
  expects: 'no harm',
  run: (context) =>
    EmbeddedScene.play(context, 51, async (scene) => {
      const runs = context.runs(2, 40);
      const recovery: number[] = [];
      let [hits, missed] = [0, 0];
      let service = await scene.start();
      await scene.caughtUp(await service.url());
      while (hits < runs && missed < runs + 5) {
        const before = { acknowledged: scene.door.acknowledged.length, broken: scene.door.broken };
        const sent = scene.door.send(await service.url(), new AbortController().signal);
        await until('acknowledgements', () => scene.door.acknowledged.length > before.acknowledged);
        await pause((hits * 53) % 400);
        service.signal('SIGKILL');
        await Promise.all([sent, service.ended()]);
        const from = performance.now();
        service = await scene.start();
        recovery.push(await scene.caughtUp(await service.url(), from));
        // Requests were under way when it died.
        if (scene.door.broken > before.broken) hits += 1;
        else missed += 1;
        context.say(`embedded log killed: ${hits} of ${runs}, back in ${recovery.at(-1)?.toFixed(1)} s`);
      }
      await scene.end();
      const { events, lost, doubled, details } = await scene.judge();
      return { runs, hits, missed, events, lost, doubled, recovery, notes: details.join('; ') };
    }),
};

/** Something is wrong with the directory; the service has to say what, and to leave the log as it is. */
function trouble(name: string, fault: string, seed: number, cause: Trouble): Row {
  return {
    name,
    fault,
    expects: 'no harm',
    run: (context) =>
      EmbeddedScene.play(context, seed, async (scene): Promise<Outcome> => {
        const notes = await cause(scene, context);
        const { events, lost, doubled, details } = await scene.judge();
        return {
          runs: 1,
          hits: 1,
          missed: 0,
          events,
          lost,
          doubled,
          recovery: [],
          notes: [notes, ...details].join('; '),
        };
      }),
  };
}

/** Returns what was observed; throws when it is not what has to be. */
type Trouble = (scene: EmbeddedScene, context: Context) => Promise<string>;

async function filled(scene: EmbeddedScene, through: readonly string[] = []) {
  const service = await scene.start(through);
  const url = await service.url();
  await scene.door.send(url, AbortSignal.timeout(1_500));
  await scene.caughtUp(url);
  return { service, url };
}

const torn: Trouble = async (scene) => {
  await filled(scene);
  await scene.end();
  const whole = `${scene.logFile}.whole`;
  copyFileSync(scene.logFile, whole);
  const { size } = statSync(whole);
  for (const part of [0.95, 0.5]) {
    truncateSync(scene.logFile, Math.floor(size * part));
    const torn = readFileSync(scene.logFile);
    const service = await scene.start();
    const code = await service.ended();
    demand(code === 1, `it should end with 1, and ended with ${code}`, service.output);
    demand(
      /event log .*event-log\.mdb is damaged: .*restore the file/s.test(service.output),
      'it should name file and remedy',
      service.output,
    );
    // It may have been filled up to the length that it gives itself; what is in it has to be as it was.
    demand(
      readFileSync(scene.logFile).subarray(0, torn.length).equals(torn),
      'the file was changed',
      service.output,
    );
    writeFileSync(scene.logFile, readFileSync(whole));
  }
  return 'cut off at 95 % and at 50 %: refused with file and remedy, unchanged; restored: all there';
};

const second: Trouble = async (scene) => {
  const { service, url } = await filled(scene);
  const other = await scene.start();
  const code = await other.ended();
  demand(code === 1, `the second should end with 1, and ended with ${code}`, other.output);
  demand(other.output.includes(`in use by process ${service.pid}`), 'it should name the first', other.output);
  const before = scene.door.acknowledged.length;
  await scene.door.send(url, AbortSignal.timeout(500));
  demand(scene.door.acknowledged.length > before, 'the first should go on', service.output);
  await scene.end();
  return 'the second names the first and ends; the first goes on';
};

/** A limit for the size of files stops writes as a full disk does, needs no rights, and can be lifted. */
const full: Trouble = async (scene) => {
  if (spawnSync('prlimit', ['--version']).status !== 0)
    throw new Error('A full disk is made with prlimit (package util-linux), which this machine lacks.');
  const service = await scene.start(['prlimit', '--fsize=17500000:']);
  const url = await service.url();
  const filling = new AbortController();
  const sent = scene.door.send(url, filling.signal, 8, 500);
  await until('a full disk', () => scene.door.refusals.size > 0 || !service.lives, 120_000);
  await pause(1_000);
  filling.abort();
  await sent;
  const [[status, body] = [0, '']] = scene.door.refusals;
  demand(service.lives, 'it should live on', service.output);
  demand(
    status === 503 && /disk/i.test(body),
    `clients should hear of the disk, and heard ${status} ${body}`,
    service.output,
  );
  demand(
    /the disk is full\. Free space/.test(service.output),
    'the operator should be told the remedy',
    service.output,
  );
  const before = scene.door.acknowledged.length;
  execFileSync('prlimit', ['--pid', String(service.pid), '--fsize=unlimited:']);
  await scene.door.send(url, AbortSignal.timeout(1_000));
  demand(scene.door.acknowledged.length > before, 'it should go on once there is room', service.output);
  service.signal('SIGKILL');
  await scene.end();
  return `${before} acknowledged until it was full, then 503 with the cause; goes on once there is room`;
};

function demand(holds: boolean, what: string, output: string): void {
  if (!holds) throw new Error(`${what}:\n${output.slice(-2_000)}`);
}

export const embeddedRows: readonly Row[] = [
  killed,
  trouble('embedded log torn', 'its file cut off', 52, torn),
  trouble('embedded log twice', 'a second process on the same data directory', 53, second),
  trouble('embedded log, disk full', 'no room for its file while clients append', 54, full),
];
