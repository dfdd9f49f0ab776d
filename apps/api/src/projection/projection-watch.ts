import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { ROLES_HERE, type Roles } from '../platform/roles.js';
import { Projector } from './projector.js';
import { ReadModelMoved } from './read-model-moved.event.js';

const LOOK_EVERY_MS = 2_000;

/**
 * In a process that serves dashboards while others project: signals that figures moved whenever the group's
 * positions did. Where the projector runs here it says so itself.
 */
@Injectable()
export class ProjectionWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;
  #before: string | undefined;

  constructor(
    private readonly projector: Projector,
    private readonly signals: EventBus,
    @Inject(ROLES_HERE) private readonly roles: Roles,
  ) {}

  onApplicationBootstrap(): void {
    if (this.roles.has('api') && !this.roles.has('projector')) this.#waitAndLook();
  }

  onApplicationShutdown(): void {
    this.#isStopping = true;
    clearTimeout(this.#timer);
  }

  #waitAndLook(): void {
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => void this.#look().finally(() => this.#waitAndLook()), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    // While the log or the store is away nothing moves; /health/ready tells of it.
    const positions = await this.projector.positions().catch(() => undefined);
    if (positions === undefined) return;
    const now = positions.map(({ partition, position }) => `${partition}:${position}`).join();
    if (this.#before !== undefined && now !== this.#before) this.signals.publish(new ReadModelMoved());
    this.#before = now;
  }
}
