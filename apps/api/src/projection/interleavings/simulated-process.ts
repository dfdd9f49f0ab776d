import type { CommandBus, EventBus } from '@nestjs/cqrs';
import type { Store } from '../../clickhouse/store.js';
import type { EventLog } from '../../event-log/event-log.js';
import type { Organisation } from '../../platform/organisation.js';
import { allRoles } from '../../platform/roles.js';
import { Liveness } from '../../telemetry/liveness.js';
import { Meters, type ProjectionStep } from '../../telemetry/meters.js';
import { Generation } from '../generation.js';
import type { ProjectEvents } from '../project-events.command.js';
import { ProjectEventsHandler } from '../project-events.handler.js';
import type { StoreIntegrity } from '../integrity/store-integrity.js';
import { Projector } from '../projector.js';
import type { StoredOrganisation } from '../stored-organisation.js';
import { READERS } from '../target.js';
import type { KeysModel } from './keys-model.js';
import type { LogModel } from './log-model.js';
import type { Actor, Scheduler } from './scheduler.js';
import type { StoreModel } from './store-model.js';

export interface World {
  readonly scheduler: Scheduler;
  readonly store: StoreModel;
  readonly log: LogModel;
  readonly keys: KeysModel;
  readonly organisation: Organisation;
  readonly clock: () => Date;
}

/** How long the steps take says nothing here. */
class UntimedMeters extends Meters {
  override async timed<T>(_step: ProjectionStep, work: () => T | Promise<T>): Promise<T> {
    return await work();
  }
}

/** Counts go on over all schedules: to make them anew would take longer than most of the rest. */
const METERS = new UntimedMeters();

/** One process of the service: the projector's own code on the models. */
export class SimulatedProcess implements Actor {
  weight = 4;
  isDead = false;
  readonly projector: Projector;

  constructor(
    readonly name: string,
    { store, log, keys, organisation, clock }: World,
  ) {
    const clickHouse = store.clientOf(this);
    const handler = new ProjectEventsHandler(clickHouse, organisation, keys.of(this), METERS, READERS, clock);
    const commands = { execute: (command: ProjectEvents) => handler.execute(command) };
    const signals = { publish: () => undefined };
    this.projector = new Projector(
      log.portOf(this) as EventLog,
      // Neither the migrations nor the calendars are part of delivery: `start` begins after them.
      { withheld: undefined } as unknown as Store,
      new Generation(clickHouse, organisation, clock),
      // What it would find is looked at after each schedule, by the counts that it goes by.
      { verify: () => Promise.resolve() } as unknown as StoreIntegrity,
      undefined as unknown as StoredOrganisation,
      commands as unknown as CommandBus,
      signals as unknown as EventBus,
      METERS,
      new Liveness(),
      allRoles,
      keys.of(this),
      clickHouse,
    );
  }

  /** Begins to consume. A process that can't ends, as its supervisor sees it. */
  start(): void {
    this.projector.resume().catch(() => this.kill());
  }

  /** What a timer does in the service. */
  follow(): void {
    this.projector.follow().catch(() => undefined);
  }

  /** Leaves in an orderly way. */
  stop(): void {
    void this.projector.beforeApplicationShutdown().then(() => this.kill());
  }

  kill(): void {
    this.isDead = true;
  }
}
