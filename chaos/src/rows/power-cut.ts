import { mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Door } from '../door.js';
import { missingOf, readEmbeddedLog } from '../embedded-scene.js';
import { openEngine } from '../engine.js';
import { DiskImage } from '../image.js';
import { judgeRows } from '../judge.js';
import type { Outcome, Row } from '../row.js';
import { Service } from '../service.js';
import type { Orders } from '../steps.js';
import { pause, seconds, until } from '../waiting.js';

/** A first start is cut within so many milliseconds. */
const FIRST_START_MS = 10_000;
/** The longest that load runs before another cut. */
const LOAD_MS = 4_000;

interface Cut {
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  readonly recovery: number;
  readonly details: readonly string[];
}

/**
 * The power is cut: all processes stop at one moment, and what was not on the disk by then is gone. The next start has
 * to find all that was acknowledged, and a store that equals the fold of the log, with nothing done by hand.
 */
function powerCut(name: string, fault: string, expects: Row['expects'], orders: Orders): Row {
  return {
    name,
    fault,
    expects,
    run: async (context): Promise<Outcome> => {
      const why = DiskImage.whyNot();
      if (why !== undefined) throw new Error(`Nothing was cut off: ${why}.`);
      const isControl = expects === 'harm';
      const runs = isControl ? context.runs(1, 3) : context.runs(3, 50);
      const [recovery, details]: [number[], string[]] = [[], []];
      let [events, lost, doubled] = [0, 0, 0];
      for (let run = 0; run < runs; run += 1) {
        // A third of them within the first seconds of a first start.
        const isFirstStart = !isControl && run % 3 === 2;
        const cut = await cutOnce(run, isFirstStart, orders);
        events += cut.events;
        lost += cut.lost;
        doubled += cut.doubled;
        recovery.push(cut.recovery);
        details.push(...cut.details.map((detail) => `${run}: ${detail}`));
        const when = isFirstStart ? 'in a first start' : 'under load';
        context.say(`${name}: ${run + 1} of ${runs}, ${when}, ${cut.events} events, ${cut.lost} lost`);
      }
      return { runs, hits: runs, missed: 0, events, lost, doubled, recovery, notes: details.join('; ') };
    },
  };
}

async function cutOnce(run: number, isFirstStart: boolean, orders: Orders): Promise<Cut> {
  const directory = await mkdtemp(join(tmpdir(), 'hearback-chaos-power-'));
  const disk = DiskImage.create(directory, 'before');
  const door = new Door(500 + run);
  let after: DiskImage | undefined;
  let service = await startOn(disk, orders);
  try {
    const ended = new AbortController();
    const sending = service.url().then(
      (url) => door.send(url, ended.signal),
      () => undefined,
    );
    if (isFirstStart) await pause(((run * 1_511) % FIRST_START_MS) + 300);
    else {
      await until('acknowledgements', () => door.acknowledged.length > 0);
      await pause((run * 977) % LOAD_MS);
    }
    const children = stopAll(service);
    try {
      after = disk.copy(directory, 'after');
    } finally {
      // They would stay as they are for ever: what is stopped doesn't notice that its parent has gone.
      for (const pid of children) process.kill(pid, 'SIGKILL');
      await service.end();
    }
    ended.abort();
    await Promise.race([sending, pause(1_000)]);
    const from = performance.now();
    service = await startOn(after, {});
    if (!(await becomesReady(service))) {
      const said = service.output.slice(-600).replaceAll('\n', ' ');
      return {
        events: 0,
        lost: Math.max(1, door.acknowledged.length),
        doubled: 0,
        recovery: seconds(from),
        details: [`it did not become ready by itself: ${said}`],
      };
    }
    const recovery = seconds(from);
    await service.end('SIGTERM');
    return { ...(await judged(after.path, door)), recovery };
  } finally {
    await service.end();
    disk.remove();
    after?.remove();
    await rm(directory, { recursive: true, force: true });
  }
}

function startOn(disk: DiskImage, orders: Orders): Promise<Service> {
  // Embedded log and embedded store, in a folder of their own beside "lost+found".
  mkdirSync(join(disk.path, 'data'), { recursive: true });
  return Service.start({ clickHouseUrl: '', directory: join(disk.path, 'data'), orders });
}

/**
 * At one moment, as far as signals go: the service first, so that nothing more is acknowledged.
 *
 * @returns its children
 */
function stopAll(service: Service): readonly number[] {
  const text = readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, 'utf8');
  const children = text.trim().split(/\s+/).filter(Boolean).map(Number);
  for (const pid of [service.pid, ...children]) process.kill(pid, 'SIGSTOP');
  return children;
}

/** Whether it comes up, and has all of its log in the figures. */
async function becomesReady(service: Service): Promise<boolean> {
  try {
    const url = await service.url();
    return await until('the store to have all of the log', async () => {
      if (!service.lives) throw new Error('It ended.');
      const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
      return answer?.status === 200 && ((await answer.json()) as { lag: number }).lag === 0;
    });
  } catch {
    return false;
  }
}

async function judged(data: string, door: Door): Promise<Omit<Cut, 'recovery'>> {
  const directory = join(data, 'data');
  const log = await readEmbeddedLog(join(directory, 'event-log'));
  const missing = missingOf(door.acknowledged, log);
  const engine = await openEngine(join(directory, 'clickhouse'));
  try {
    const { events, lost, doubled, details } = await judgeRows(engine, log, []);
    const said = missing > 0 ? [`${missing} acknowledged events are not in the log`] : [];
    return { events, lost: lost + missing, doubled, details: [...said, ...details] };
  } finally {
    await engine.stop();
  }
}

export const powerCutRows: readonly Row[] = [
  powerCut(
    'power cut',
    'all processes stop at one moment, and what is not on the disk is gone; a third of them in a first start',
    'no harm',
    {},
  ),
  powerCut(
    'control: no sync',
    'sabotage: the log acknowledges without waiting for the disk, then the power is cut',
    'harm',
    { noSync: true },
  ),
];
