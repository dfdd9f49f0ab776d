import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Door, nameOf } from './door.js';
import { judge, openEmbeddedEventLog } from './hearback.js';
import { judgeRows, type Verdict } from './judge.js';
import type { Placed } from './reading.js';
import type { Context } from './row.js';
import { Service } from './service.js';
import { seconds, until } from './waiting.js';

const TOPIC = 'hearback.events.v1';

/** A service with the embedded log in a directory that outlives it. */
export class EmbeddedScene {
  readonly door: Door;
  readonly #services = new Set<Service>();

  private constructor(
    private readonly context: Context,
    readonly directory: string,
    seed: number,
  ) {
    this.door = new Door(seed);
  }

  static async play<T>(
    context: Context,
    seed: number,
    act: (scene: EmbeddedScene) => Promise<T>,
  ): Promise<T> {
    await context.engine.clear();
    const directory = await mkdtemp(join(tmpdir(), 'hearback-chaos-embedded-'));
    const scene = new EmbeddedScene(context, directory, seed);
    try {
      return await act(scene);
    } finally {
      await scene.end();
      await rm(directory, { recursive: true, force: true });
    }
  }

  get logDirectory(): string {
    return join(this.directory, 'event-log');
  }

  get logFile(): string {
    return join(this.logDirectory, 'event-log.mdb');
  }

  /** On this scene's directory. Whether it can start is another question. */
  async start(through: readonly string[] = []): Promise<Service> {
    const { port, credentials } = this.context.engine;
    const clickHouseUrl = `http://${credentials}@127.0.0.1:${port}`;
    const service = await Service.start({ clickHouseUrl, directory: this.directory, through });
    this.#services.add(service);
    return service;
  }

  /** Waits until all that is in the log is in the store; in seconds. */
  async caughtUp(url: string, fromMs = performance.now()): Promise<number> {
    await until('the embedded log to be projected', async () => {
      const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
      if (answer?.status !== 200) return false;
      return ((await answer.json()) as { lag: number }).lag === 0;
    });
    return seconds(fromMs);
  }

  async end(): Promise<void> {
    for (const service of this.#services) await service.end();
    this.#services.clear();
  }

  /** Ends the service and judges the rows by the log, and the log by what was acknowledged. */
  async judge(): Promise<Verdict> {
    const service = await this.start();
    await this.caughtUp(await service.url());
    await this.end();
    const log = await readEmbeddedLog(this.logDirectory);
    const missing = missingOf(this.door.acknowledged, log);
    const verdict = await judgeRows(this.context.engine, log, []);
    const details = missing > 0 ? [`${missing} acknowledged events are not in the log`] : [];
    return { ...verdict, lost: verdict.lost + missing, details: [...details, ...verdict.details] };
  }
}

/** The whole embedded log of a directory that no service uses. */
export async function readEmbeddedLog(directory: string): Promise<Placed[]> {
  const log = await openEmbeddedEventLog({ directory, topic: TOPIC });
  const placed: Placed[] = [];
  try {
    await log.consume('judge', ({ topic, partition, records }) => {
      placed.push(...records.map((record) => ({ topic, partition, record })));
      return Promise.resolve();
    });
    await until('the whole embedded log', async () => (await log.lag('judge')) === 0n);
  } finally {
    await log.close();
  }
  return placed;
}

/** How many of the acknowledged events the log lacks. */
export function missingOf(acknowledged: readonly string[], log: readonly Placed[]): number {
  const there = new Set(log.flatMap(({ record }) => namesIn(record)));
  return acknowledged.filter((name) => !there.has(name)).length;
}

function namesIn(record: Placed['record']): string[] {
  const { decoded } = judge(record);
  return 'event' in decoded ? [nameOf(decoded.event)] : [];
}
