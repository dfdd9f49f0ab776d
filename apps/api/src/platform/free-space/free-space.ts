import { existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import { ENVIRONMENT, type Environment } from '../environment.js';
import { formatBytes } from './bytes.js';
import { needs, NotEnoughRoom, type Need } from './not-enough-room.js';
import { reserveOf, type Reserve } from './reserve.js';

const LOOK_EVERY_MS = 1_000;

/** How much is free for a need, in bytes. */
export interface Room {
  readonly freeBytes: number;
  readonly neededBytes: number;
}

/** In words, for people. */
export interface DiskState {
  readonly state: 'enough room' | 'not enough for figures' | 'full';
  /** What follows from it, and the remedy. */
  readonly detail?: string;
}

/** Where something that needs room is kept, below the data directory. */
const FOLDERS: Readonly<Record<Need, readonly string[]>> = {
  figures: ['', 'clickhouse'],
  events: ['', 'event-log', 'candidate-keys'],
};

/**
 * Whether the file system of the data directory has room for what this process keeps there. Whoever writes asks before it
 * writes; whoever has stopped for lack of room is told when it is back.
 *
 * What is kept elsewhere needs no room here: figures with `CLICKHOUSE_URL`, events with `KAFKA_BROKERS` and `HEARBACK_KEYS_URL`.
 */
@Injectable()
export class FreeSpace implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(FreeSpace.name);
  readonly #returned = new Subject<Need>();
  readonly #short = new Set<Need>();
  readonly #needed: ReadonlyMap<Need, readonly string[]>;
  #timer: NodeJS.Timeout | undefined;
  /** In force for as long as the process runs, also where the file system grows. */
  readonly reserve: Reserve;

  constructor(
    @Inject(ENVIRONMENT)
    private readonly environment: Pick<
      Environment,
      'dataDirectory' | 'reserveBytes' | 'clickHouseUrl' | 'kafkaBrokers' | 'keys'
    >,
  ) {
    const { dataDirectory, reserveBytes, clickHouseUrl, kafkaBrokers, keys } = environment;
    this.reserve = reserveOf(reserveBytes, sizeOf(dataDirectory));
    const isHere = {
      figures: clickHouseUrl === undefined,
      events: kafkaBrokers === undefined || keys.url === undefined,
    };
    this.#needed = new Map(
      needs
        .filter((need) => isHere[need])
        .map((need) => [need, FOLDERS[need].map((folder) => join(dataDirectory, folder))]),
    );
  }

  /** What there is and what there should be; `undefined` for what is kept elsewhere, or where the platform doesn't say. */
  roomFor(need: Need): Room | undefined {
    const folders = this.#needed.get(need);
    if (folders === undefined) return undefined;
    const freeBytes = Math.min(...folders.map(freeIn));
    return Number.isFinite(freeBytes) ? { freeBytes, neededBytes: this.reserve[need] } : undefined;
  }

  has(need: Need): boolean {
    return this.#lack(need) === undefined;
  }

  /** @throws NotEnoughRoom */
  check(need: Need): void {
    const lack = this.#lack(need);
    if (lack !== undefined) throw lack;
  }

  state(): DiskState {
    const [events, figures] = [this.#lack('events'), this.#lack('figures')];
    if (events !== undefined) return { state: 'full', detail: events.detail };
    if (figures !== undefined) return { state: 'not enough for figures', detail: figures.detail };
    return { state: 'enough room' };
  }

  /** Emits a need whenever there is room for it again, within a second. */
  get returned(): Observable<Need> {
    return this.#returned.asObservable();
  }

  onApplicationBootstrap(): void {
    this.#look();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#returned.complete();
  }

  #lack(need: Need): NotEnoughRoom | undefined {
    const room = this.roomFor(need);
    if (room === undefined || room.freeBytes >= room.neededBytes) return undefined;
    return new NotEnoughRoom(need, this.environment.dataDirectory, room.freeBytes, room.neededBytes);
  }

  #look(): void {
    for (const need of this.#needed.keys()) {
      const lack = this.#lack(need);
      if ((lack !== undefined) === this.#short.has(need)) continue;
      if (lack !== undefined) {
        this.#short.add(need);
        this.#logger.warn(lack.message);
      } else {
        this.#short.delete(need);
        const free = formatBytes(this.roomFor(need)?.freeBytes ?? 0);
        this.#logger.log(
          `There is room for ${need} again in ${this.environment.dataDirectory}: ${free} free`,
        );
        this.#returned.next(need);
      }
    }
  }
}

/** Bytes that may still be written below the folder; Infinity where it does not exist or the platform doesn't say. */
function freeIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

/** Of the file system on which the directory is, or will be; 0 where the platform doesn't say. */
function sizeOf(directory: string): number {
  let nearest = directory;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    const { blocks, bsize } = statfsSync(nearest);
    return blocks * bsize;
  } catch {
    return 0;
  }
}
