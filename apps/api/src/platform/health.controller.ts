import { Controller, Get, HttpCode, Res, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Store } from '../clickhouse/store.js';
import { Projector } from '../projection/projector.js';
import { CLOCK, type Clock } from './clock.js';

/** Without a tick for this long the loop hangs: a restart is the remedy. */
const LONGEST_SILENCE_MS = 60_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly store: Store,
    private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('live')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether the projection loop ticked lately' })
  live(@Res({ passthrough: true }) response: Response): { status: string; lastTick: string | null } {
    const tick = this.projector.lastTick();
    const isAlive = tick === undefined || this.clock().getTime() - tick < LONGEST_SILENCE_MS;
    if (!isAlive) response.status(503);
    return {
      status: isAlive ? 'alive' : 'the projection loop is stuck',
      lastTick: tick === undefined ? null : new Date(tick).toISOString(),
    };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether figures can be asked for, and which dependency is away' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const store = (await this.store.isReachable()) ? 'reachable' : 'away';
    const lag = await this.projector.lag().catch(() => 'away' as const);
    const isReady = store === 'reachable' && lag !== 'away' && lag !== undefined;
    if (!isReady) response.status(503);
    return {
      status: isReady ? 'ready' : 'not ready',
      store,
      log: lag === 'away' ? 'away' : lag === undefined ? 'starting' : 'reachable',
      lag: typeof lag === 'bigint' ? Number(lag) : null,
    };
  }
}

interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly store: 'reachable' | 'away';
  readonly log: 'reachable' | 'starting' | 'away';
  /** Events that are kept but not yet in the figures. */
  readonly lag: number | null;
}
