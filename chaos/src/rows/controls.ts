import type { Rewrite } from '../proxy.js';
import type { Row } from '../row.js';
import { inScene } from '../scene.js';
import { killAgainAndAgain } from './killed.js';
import { complete, playZombie } from './rebalanced.js';
import { pause, until } from '../waiting.js';

/* Each takes away one of the things that the claim rests on. The same judge has to find the harm. */

/** The offset is committed before anything is written: killed in between, the batch never comes again. */
const commitFirst: Row = {
  name: 'control: commit first',
  fault: 'sabotage: the offset is committed before the inserts, then SIGKILL',
  expects: 'harm',
  run: (context) =>
    inScene(context, 71, { orders: { commitFirst: true } }, (scene) =>
      killAgainAndAgain(context, scene, 'after-early-commit', context.runs(1, 3)),
    ),
};

/** Every row has the same version: of two, the one that was written last stays, however little it knows. */
const noVersions: Row = {
  name: 'control: no version rule',
  fault: 'sabotage: all versions are 0 on their way to the engine, then a zombie as above',
  expects: 'harm',
  run: (context) =>
    inScene(context, 72, { rewrite: withoutVersions }, async (scene) => {
      const runs = context.runs(1, 3);
      let [hits, missed] = [0, 0];
      await complete(scene, 2);
      await scene.producing.begun();
      while (hits < runs && missed < runs) {
        await pause(1_000);
        if (await playZombie(scene)) hits += 1;
        else missed += 1;
        await complete(scene, 2);
        context.say(`control, no version rule: ${hits} of ${runs}`);
      }
      const { events, lost, doubled, details } = await scene.finish();
      return { runs, hits, missed, events, lost, doubled, recovery: [], notes: details.join('; ') };
    }),
};

function withoutVersions(_table: string, rows: Buffer): Buffer {
  return Buffer.from(rows.toString().replace(/"version":\d+/g, '"version":0'));
}

/** Rejections are acknowledged and dropped. */
const noRejections: Row = {
  name: 'control: rejections dropped',
  fault: 'sabotage: inserts into stored_rejections are acknowledged and thrown away',
  expects: 'harm',
  run: (context) =>
    inScene(context, 73, {}, async (scene) => {
      const { service, proxy } = await scene.start();
      let dropped = 0;
      proxy.rule = ({ table }) => {
        if (table !== 'stored_rejections') return undefined;
        dropped += 1;
        return { swallow: true };
      };
      await service.joined();
      await until('dropped rejections', () => dropped > 2, 60_000);
      const { events, lost, doubled, details } = await scene.finish();
      return { runs: 1, hits: 1, missed: 0, events, lost, doubled, recovery: [], notes: details.join('; ') };
    }),
};

/** Nothing is replaced by its like: what comes again is there twice. */
const appended: Row = {
  name: 'control: rows appended',
  fault: 'sabotage: a rejection that is written again is added, then SIGKILL after the insert of rejections',
  expects: 'harm',
  run: (context) =>
    inScene(context, 74, { rewrite: appending() }, (scene) =>
      killAgainAndAgain(context, scene, 'after-rejections', context.runs(1, 3)),
    ),
};

/** A second row for the same place in the log gets a place of its own, far behind its end. */
function appending(): Rewrite {
  const written = new Set<string>();
  return (table, rows) => {
    if (table !== 'stored_rejections') return rows;
    const lines = rows.toString().split('\n');
    const unlike = lines.map((line) => {
      const place = /"partition":\d+,"offset":"\d+"/.exec(line)?.[0];
      if (place === undefined || !written.has(place)) {
        written.add(place ?? '');
        return line;
      }
      return line.replace(
        /"offset":"(\d+)"/,
        (_, offset: string) => `"offset":"${10n ** 12n + BigInt(offset)}"`,
      );
    });
    return Buffer.from(unlike.join('\n'));
  };
}

export const controlRows: readonly Row[] = [commitFirst, noVersions, noRejections, appended];
