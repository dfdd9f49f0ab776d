import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { ROLES, ROLES_HERE, type Roles } from '../platform/roles.js';
import { version } from '../platform/version.js';
import { Projector } from '../projection/projector.js';
import { Dependencies, inTime } from './dependencies.js';
import { Meters } from './meters.js';

/** What every process is asked for at a scrape: what it is, what it reaches, how far the projection has come. */
@Injectable()
export class ServiceGauges implements OnModuleInit {
  constructor(
    private readonly meters: Meters,
    private readonly dependencies: Dependencies,
    private readonly projector: Projector,
    @Inject(ROLES_HERE) private readonly roles: Roles,
  ) {}

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.meters.registry });
    this.#whatItIs();
    this.#whatItReaches();
    if (this.roles.has('projector')) this.#projection();
  }

  #whatItIs(): void {
    this.meters.gauge('hearback_build_info', 'Always 1; the label is the version.', ['version'], (gauge) =>
      gauge.set({ version: version() }, 1),
    );
    this.meters.gauge(
      'hearback_role',
      '1 for each role of this process, 0 for the others.',
      ['role'],
      (gauge) => {
        for (const role of ROLES) gauge.set({ role }, this.roles.has(role) ? 1 : 0);
      },
    );
  }

  #whatItReaches(): void {
    const { dependencies } = this;
    const reached = async (of: Promise<string>): Promise<number> => ((await of) === 'reachable' ? 1 : 0);
    this.meters.gauge(
      'hearback_store_reachable',
      '1 while ClickHouse answers this process.',
      [],
      async (gauge) => gauge.set((await dependencies.store()) === 'away' ? 0 : 1),
    );
    this.meters.gauge(
      'hearback_store_complete',
      '1 while all rows that were brought into the store are in it. 0 while any are missing, and while that is being found out.',
      [],
      async (gauge) => gauge.set(await reached(dependencies.store())),
    );
    this.meters.gauge(
      'hearback_log_reachable',
      '1 while the event log answers this process.',
      [],
      async (gauge) => gauge.set(await reached(dependencies.log())),
    );
    this.meters.gauge(
      'hearback_keys_reachable',
      '1 while the owner of the candidate keys answers this process and takes its token. Absent where the keys are kept here.',
      [],
      async (gauge) => {
        const state = await dependencies.keys();
        if (state === undefined) gauge.remove();
        else gauge.set(state === 'reachable' ? 1 : 0);
      },
    );
  }

  #projection(): void {
    this.meters.gauge(
      'hearback_log_lag_records',
      'Records that the projection has not finished yet, by partition of the log. Every projector tells those of the whole group: take the max by partition, then the sum. Absent while it is not known.',
      ['partition'],
      async (gauge) => {
        const positions = (await inTime(this.projector.positions(), undefined)) ?? [];
        for (const { partition, position, end } of positions)
          gauge.set({ partition: String(partition) }, Number(end - position));
      },
    );
    this.meters.gauge(
      'hearback_projection_last_tick_timestamp_seconds',
      'When the projection loop of this process last did anything, in seconds since the epoch. Absent before it starts.',
      [],
      (gauge) => {
        const tick = this.projector.lastTick();
        if (tick === undefined) gauge.remove();
        else gauge.set(tick / 1000);
      },
    );
  }
}
