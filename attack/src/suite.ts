import type { Bystander } from './bystander.js';
import type { AttackRow, Context } from './row.js';
import { hearback, Service, type ServiceOptions } from './service.js';
import { longestBetween, stretchesOf, type Stretches } from './stretches.js';
import { faultsOf, type Line } from './table.js';

/** Keeps a service to attack and a bystander that asks it, and runs rows one after the other. */
export class Suite {
  /** The end of the simulated history. */
  static readonly AS_OF = '2026-06-01T00:00:00.000Z';
  #service: Service | undefined;

  constructor(
    private readonly bystander: Bystander,
    private readonly isShort: boolean,
    private readonly say: (line: string) => void,
  ) {}

  /** Never throws: what goes wrong is a fault of the row. */
  async run(row: AttackRow): Promise<Line> {
    const others: Service[] = [];
    const afterwards: (() => Promise<void>)[] = [];
    try {
      const service = await this.#commonService();
      service.resetPeakMemory();
      await this.bystander.take();
      const before = await stretchesOf(service);
      const outcome = await row.run(this.#context(service, others, afterwards));
      const seen = await this.bystander.take();
      const measures = service.lives ? await measured(service, before) : {};
      const faults = faultsOf(row, outcome, seen, !this.isShort, measures.longestStretchMs);
      if (!service.lives) faults.push(`the service ended: ${service.output.slice(-500)}`);
      return { row: row.name, passed: faults.length === 0, faults, outcome, seen, ...measures };
    } catch (error) {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { row: row.name, passed: false, faults: [said] };
    } finally {
      if (this.#service?.lives === true) this.bystander.turnTo(this.#service.url);
      for (const other of others) await other.end();
      for (const action of afterwards) await action();
    }
  }

  async end(): Promise<void> {
    await this.bystander.stop();
    await this.#service?.end();
  }

  /** Started for the first row, and again after one that has ended it. */
  async #commonService(): Promise<Service> {
    if (this.#service?.lives === true) return this.#service;
    const service = await Service.start();
    this.#service = service;
    await fill(service, { teams: 12, weeks: 26 });
    await this.bystander.watch(service.url);
    this.bystander.start();
    return service;
  }

  #context(service: Service, others: Service[], afterwards: (() => Promise<void>)[]): Context {
    return {
      service,
      asOf: Suite.AS_OF,
      isShort: this.isShort,
      say: this.say,
      times: (short, long) => (this.isShort ? short : long),
      start: async (options: ServiceOptions = {}) => {
        const other = await Service.start(options);
        others.push(other);
        return other;
      },
      fillAndWatch: async (other) => {
        await fill(other, { teams: 4, weeks: 12 });
        await this.bystander.watch(other.url);
      },
      bystanderAsks: () => this.bystander.ask(),
      afterwards: (action) => void afterwards.push(action),
    };
  }
}

async function fill(service: Service, size: { teams: number; weeks: number }): Promise<void> {
  // Not within the minute that the command waits: on a busy machine a start takes longer.
  await service.settled();
  const options = ['--teams', `${size.teams}`, '--weeks', `${size.weeks}`, '--seed', '1'];
  const { code, output } = await hearback(service.url, ['simulate', ...options, '--until', Suite.AS_OF]);
  if (code !== 0) throw new Error(`hearback simulate ended with ${code}: ${output.slice(-1_000)}`);
  await service.settled();
}

type Measures = Pick<Line, 'peakBytes' | 'longestStretchMs'>;

async function measured(service: Service, before: Stretches): Promise<Measures> {
  return {
    peakBytes: service.peakMemory(),
    longestStretchMs: longestBetween(before, await stretchesOf(service)),
  };
}
