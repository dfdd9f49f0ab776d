import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Projector } from '../projection/projector.js';
import { Dependencies, inTime } from '../telemetry/dependencies.js';
import { Liveness } from '../telemetry/liveness.js';
import { CLOCK, type Clock } from './clock.js';
import { FreeSpace, type DiskState } from './free-space/free-space.js';
import { ROLES_HERE, type Role, type Roles } from './roles.js';

@ApiTags('health')
@ApiServiceUnavailableResponse({ description: 'It is not so', content: { 'application/json': {} } })
@Controller('health')
export class HealthController {
  constructor(
    private readonly dependencies: Dependencies,
    private readonly liveness: Liveness,
    private readonly projector: Projector,
    private readonly space: FreeSpace,
    @Inject(ROLES_HERE) private readonly roles: Roles,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('live')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether the loops of this process (projection, scores) ticked lately' })
  live(@Res({ passthrough: true }) response: Response): { status: string; lastTick: string | null } {
    const tick = this.projector.lastTick();
    const stuck = this.liveness.stuck(this.clock().getTime());
    if (stuck.length > 0) response.status(503);
    return {
      status: stuck.length === 0 ? 'alive' : `stuck: ${stuck.join(', ')}`,
      lastTick: tick === undefined ? null : new Date(tick).toISOString(),
    };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether figures can be asked for, and which dependency is away' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const [store, reached, keys, lag] = await Promise.all([
      this.dependencies.store(),
      this.dependencies.log(),
      this.dependencies.keys(),
      inTime(this.projector.lag(), undefined),
    ]);
    const isStarting = this.roles.has('projector') && lag === undefined;
    const log = reached === 'reachable' && isStarting ? 'starting' : reached;
    const disk = this.space.state();
    const isReady = [store, log, keys ?? 'reachable', disk.state].every((state) =>
      ['reachable', 'enough room'].includes(state),
    );
    if (!isReady) response.status(503);
    return {
      status: isReady ? 'ready' : 'not ready',
      roles: [...this.roles],
      store,
      log,
      ...(keys === undefined ? {} : { keys }),
      disk: disk.state,
      ...(disk.detail === undefined ? {} : { detail: disk.detail }),
      lag: lag === undefined ? null : Number(lag),
    };
  }
}

interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly roles: readonly Role[];
  readonly store: 'reachable' | 'away';
  readonly log: 'reachable' | 'starting' | 'away';
  /** Of the process that owns the candidate keys, where that is another one. */
  readonly keys?: 'reachable' | 'away' | 'refused';
  readonly disk: DiskState['state'];
  /** What is wrong with the disk, and the remedy. */
  readonly detail?: string;
  /** Events that are kept but not yet in the figures. */
  readonly lag: number | null;
}
