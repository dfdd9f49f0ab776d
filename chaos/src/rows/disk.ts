import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Door } from '../door.js';
import { missingOf, readEmbeddedLog } from '../embedded-scene.js';
import { startEngine } from '../engine.js';
import { judgeRows } from '../judge.js';
import type { Context, Outcome, Row } from '../row.js';
import { Service } from '../service.js';
import { SmallDisk } from '../small-disk.js';
import { pause, seconds, until } from '../waiting.js';

const DISK_MEBIBYTES = 1_024;
const RESERVE = '96MiB';
/** What is left when it has been filled, in bytes: none, hardly any, and what events are still taken with. */
const LEFT = [0, 200_000, 3_000_000, 20_000_000, 40_000_000];
const LINES = 100_000;

/** Asks for figures and rows all the time, and keeps what is wrong with what it is told. */
class Asker {
  readonly wrong = new Set<string>();
  refused = 0;

  async ask(url: string, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await this.#figure(url);
      await this.#rows(url);
      await pause(20);
    }
  }

  async #figure(url: string): Promise<void> {
    const answer = await fetch(`${url}/api/v1/metrics/waiting-now`).catch(() => undefined);
    if (answer === undefined) return;
    const body = await answer.text();
    if (this.#isRefused(answer.status, body)) return;
    const { rows } = JSON.parse(body) as { rows?: readonly { n: number }[] };
    if (answer.status !== 200 || (rows?.[0]?.n ?? 0) === 0)
      this.wrong.add(`figure: ${answer.status} ${body}`);
  }

  async #rows(url: string): Promise<void> {
    const answer = await fetch(`${url}/api/v1/sql?format=JSONEachRow`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: `SELECT arrayJoin(range(${LINES})) AS line`,
    }).catch(() => undefined);
    // One that is broken off in the middle is an error to whoever reads it.
    const body = await answer?.text().catch(() => undefined);
    if (answer === undefined || body === undefined || this.#isRefused(answer.status, body)) return;
    const lines = body.split('\n').length - 1;
    if (answer.status !== 200 || lines !== LINES)
      this.wrong.add(`rows: ${answer.status}, ${lines} lines, ${body.slice(0, 200)}`);
  }

  #isRefused(status: number, body: string): boolean {
    if (status !== 503) return false;
    if (/nearly full/i.test(body)) this.refused += 1;
    return true;
  }
}

async function caughtUp(url: string): Promise<void> {
  await until('the embedded log to be projected', async () => {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.status !== 200) return false;
    return ((await answer.json()) as { lag: number }).lag === 0;
  });
}

async function play(context: Context, disk: SmallDisk): Promise<Outcome> {
  const runs = context.runs(2, 20);
  const door = new Door(55);
  const asker = new Asker();
  const recovery: number[] = [];
  const service = await Service.start({
    clickHouseUrl: '',
    directory: disk.data,
    through: disk.through,
    environment: { HEARBACK_RESERVE: RESERVE, LOG_LEVEL: 'log' },
  });
  let hits = 0;
  try {
    const url = await service.url();
    await door.send(url, AbortSignal.timeout(1_500));
    await caughtUp(url);
    for (let run = 0; run < runs; run += 1) {
      const over = new AbortController();
      const refused = asker.refused;
      const busy = [door.send(url, over.signal), asker.ask(url, over.signal)];
      // So that it hits another step of a batch each time.
      const before = door.acknowledged.length;
      await until('load', () => door.acknowledged.length > before + 500);
      await pause((run * 137) % 500);
      disk.fill(LEFT[run % LEFT.length] ?? 0);
      await until('a 503 that says so', () => asker.refused > refused);
      await pause(500 + ((run * 211) % 900));
      over.abort();
      disk.free();
      const from = performance.now();
      await Promise.all(busy);
      await caughtUp(url);
      recovery.push(seconds(from));
      hits += 1;
      context.say(`disk filled: ${hits} of ${runs}, back in ${recovery.at(-1)?.toFixed(1)} s`);
      if (!service.lives) throw new Error(`The service ended:\n${service.output.slice(-4_000)}`);
    }
    await service.end('SIGTERM');
  } finally {
    await service.end();
  }
  const copy = await disk.copy();
  const engine = await startEngine(join(copy, 'clickhouse'));
  try {
    const log = await readEmbeddedLog(join(copy, 'event-log'));
    const missing = missingOf(door.acknowledged, log);
    const { events, lost, doubled, details } = await judgeRows(engine, log, []);
    const notes = [`${asker.refused} questions refused`, ...asker.wrong, ...details];
    const outcome = { runs, hits, missed: 0, events, doubled, recovery, notes: notes.join('; ') };
    return { ...outcome, lost: lost + missing + asker.wrong.size };
  } finally {
    await engine.stop();
    await rm(copy, { recursive: true, force: true });
  }
}

/** The disk of the embedded default fills up, and is freed again: also wrong answers count as lost. */
export const diskRow: Row = {
  name: 'embedded, disk filled',
  fault: 'its disk filled up and freed again, under load and questions',
  expects: 'no harm',
  run: async (context) => {
    const disk = await SmallDisk.make(DISK_MEBIBYTES);
    try {
      return await play(context, disk);
    } finally {
      await disk.dispose();
    }
  },
};
