import { closeSync, openSync, readSync } from 'node:fs';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { Meters } from './meters.js';

const EVERY_MS = 10;
/** The gauge looks back so long, in two halves of which the older is forgotten at once. */
const WINDOW_MS = 5 * 60 * 1000;

/**
 * How long the event loop was kept by one stretch of work, in seconds of CPU time of its thread.
 *
 * A timer looks every 10 ms. While something keeps the loop it comes late, so the CPU time between two of its ticks is
 * at least that of the longest stretch, and at most 10 ms more. CPU time rather than time on the clock, because on a busy
 * machine the latter says how long the process waited for a CPU.
 */
@Injectable()
export class LoopWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stretches: Histogram;
  #cpu: ThreadClock | undefined;
  #timer: NodeJS.Timeout | undefined;
  #last = 0;
  #longest = { now: 0, before: 0, since: performance.now() };

  constructor(meters: Meters) {
    this.#stretches = new Histogram({
      name: 'hearback_loop_stretch_seconds',
      help: 'CPU time of the event loop between two looks 10 ms apart, in seconds: the longest stretch of work that kept everything else waiting is at most so long.',
      buckets: [0.005, 0.01, 0.02, 0.035, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers: [meters.registry],
    });
    meters.gauge(
      'hearback_loop_longest_stretch_seconds',
      'The longest of the last five to ten minutes.',
      [],
      (gauge) => gauge.set(this.longest()),
    );
  }

  /** From the end of the start: what is loaded and migrated before keeps nobody waiting. */
  onApplicationBootstrap(): void {
    this.#cpu = threadClock();
    this.#last = this.#cpu.seconds();
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#cpu?.close();
    this.#cpu = undefined;
  }

  /** The longest of the last five to ten minutes, in seconds. */
  longest(): number {
    return Math.max(this.#longest.now, this.#longest.before);
  }

  #look(): void {
    if (this.#cpu === undefined) return;
    const at = this.#cpu.seconds();
    const stretch = Math.max(0, at - this.#last);
    this.#last = at;
    this.#stretches.observe(stretch);
    if (performance.now() - this.#longest.since > WINDOW_MS)
      this.#longest = { now: 0, before: this.#longest.now, since: performance.now() };
    if (stretch > this.#longest.now) this.#longest.now = stretch;
  }
}

/** The CPU time of the thread that asks, in seconds since some moment. */
interface ThreadClock {
  seconds(): number;
  close(): void;
}

/**
 * Node tells the CPU time of a thread from 23.9 on; before, Linux does. Elsewhere that of the whole process stands for it,
 * no more than the time on the clock: too much while other threads are busy, never too little.
 */
function threadClock(): ThreadClock {
  const { threadCpuUsage } = process as unknown as { threadCpuUsage?: () => NodeJS.CpuUsage };
  if (threadCpuUsage !== undefined)
    return { seconds: () => secondsOf(threadCpuUsage.call(process)), close: () => undefined };
  try {
    return linuxThreadClock();
  } catch {
    return processClock();
  }
}

function linuxThreadClock(): ThreadClock {
  const file = openSync('/proc/thread-self/schedstat', 'r');
  const buffer = Buffer.alloc(64);
  const seconds = (): number => {
    const length = readSync(file, buffer, 0, buffer.byteLength, 0);
    return Number.parseInt(buffer.toString('latin1', 0, length), 10) / 1e9;
  };
  return { seconds, close: () => closeSync(file) };
}

function processClock(): ThreadClock {
  let [total, cpu, clock] = [0, secondsOf(process.cpuUsage()), performance.now()];
  const seconds = (): number => {
    const [cpuNow, clockNow] = [secondsOf(process.cpuUsage()), performance.now()];
    total += Math.min(cpuNow - cpu, (clockNow - clock) / 1000);
    [cpu, clock] = [cpuNow, clockNow];
    return total;
  };
  return { seconds, close: () => undefined };
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}
