import type { Broker, Offsets } from './broker.js';
import { distance } from './broker.js';
import type { Engine } from './engine.js';
import { judgeRows, type Verdict } from './judge.js';
import { messages } from './load.js';
import { Producing } from './producing.js';
import { Proxy, type Rewrite } from './proxy.js';
import { readLog, type Placed } from './reading.js';
import type { Context } from './row.js';
import { Service, type ServiceOptions } from './service.js';
import type { Orders } from './steps.js';
import { seconds, until } from './waiting.js';

/** The consumer's timeouts are those of production divided by this: a session of 3 s instead of 30. */
export const TIME_FACTOR = 10;
export const SESSION_MS = 30_000 / TIME_FACTOR;
const MOST_MESSAGES = 5_000_000;

/** A service with the proxy that it reaches the engine through. */
export interface Actor {
  readonly service: Service;
  readonly proxy: Proxy;
}

export interface SceneOptions {
  readonly perSecond?: number;
  readonly orders?: Orders;
  /** Sabotage of all that the services write. */
  readonly rewrite?: Rewrite;
}

/** What every row on Kafka has: a topic of its own, an empty store, load, and services that come and go. */
export class Scene {
  readonly actors = new Set<Actor>();
  producing: Producing;

  private constructor(
    readonly broker: Broker,
    readonly engine: Engine,
    readonly topic: string,
    private readonly options: SceneOptions,
    seed: number,
  ) {
    const source = messages(MOST_MESSAGES, seed);
    this.producing = new Producing(broker, topic, source, options.perSecond ?? 200);
  }

  static async open(context: Context, seed: number, options: SceneOptions = {}): Promise<Scene> {
    const { broker, engine } = context;
    await engine.clear();
    return new Scene(broker, engine, await broker.createTopic(), options, seed);
  }

  async start(more: Partial<ServiceOptions> = {}): Promise<Actor> {
    const proxy = await Proxy.start(this.engine.port);
    proxy.rewrite = this.options.rewrite;
    const service = await Service.start({
      clickHouseUrl: `http://${this.engine.credentials}@127.0.0.1:${proxy.port}`,
      brokers: this.broker.addresses,
      topic: this.topic,
      orders: { timeFactor: TIME_FACTOR, ...this.options.orders },
      ...more,
    });
    const actor = { service, proxy };
    this.actors.add(actor);
    return actor;
  }

  /** With nothing in front of the engine, and the timeouts of production: for measuring. */
  startDirectly(): Promise<Actor> {
    return this.start({
      clickHouseUrl: `http://${this.engine.credentials}@127.0.0.1:${this.engine.port}`,
      orders: {},
      environment: { LOG_LEVEL: 'log' },
    });
  }

  async end(actor: Actor, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.actors.delete(actor);
    await actor.service.end(signal);
    await actor.proxy.stop();
  }

  /** The consumer group's name, which the store gives. */
  async group(): Promise<string> {
    const [latest] = await this.engine.rows<{ name: string }>(
      'SELECT name FROM hearback.generations FINAL ORDER BY started_at DESC LIMIT 1',
    );
    if (latest === undefined) throw new Error('The store has no generation yet.');
    return `hearback.projector.${latest.name}`;
  }

  ends(): Promise<Offsets> {
    return this.broker.ends(this.topic);
  }

  async committed(): Promise<Offsets> {
    return this.broker.committed(this.topic, await this.group());
  }

  /** Waits until the group has committed everything up to here; in seconds since `fromMs`. */
  async caughtUp(ends: Offsets, fromMs = performance.now(), withinMs = 180_000): Promise<number> {
    await until('the group to catch up', async () => distance(await this.committed(), ends) === 0n, withinMs);
    return seconds(fromMs);
  }

  /** How many events of this stretch of the log the store holds. */
  async stored(partition: number, first: string, last: string): Promise<number> {
    const [counted] = await this.engine.rows<{ n: number }>(`
      SELECT count() AS n FROM hearback.stored_events FINAL
      WHERE topic = '${this.topic}' AND partition = ${partition} AND offset BETWEEN ${first} AND ${last}`);
    return counted?.n ?? 0;
  }

  /** Ends the load, waits until all of it is committed, ends the services, and judges. */
  async finish(): Promise<Verdict> {
    await this.producing.stop();
    const ends = await this.ends();
    await this.caughtUp(ends);
    const beyond = distance(ends, await this.committed());
    const log = await readLog(this.broker, this.topic);
    await this.close();
    const verdict = await this.judge(log);
    const details =
      beyond > 0n ? [...verdict.details, `committed ${beyond} beyond the end`] : verdict.details;
    return { ...verdict, lost: verdict.lost + Number(beyond), details };
  }

  judge(log: readonly Placed[]): Promise<Verdict> {
    return judgeRows(this.engine, log, this.producing.acknowledged);
  }

  async close(): Promise<void> {
    await this.producing.stop().catch(() => undefined);
    await Promise.all([...this.actors].map((actor) => this.end(actor)));
  }
}

/** A scene that is closed whatever happens in it. */
export async function inScene<T>(
  context: Context,
  seed: number,
  options: SceneOptions,
  play: (scene: Scene) => Promise<T>,
): Promise<T> {
  const scene = await Scene.open(context, seed, options);
  try {
    return await play(scene);
  } finally {
    await scene.close();
  }
}
