import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Steps of one batch, in their order. */
export const PROJECTION_STEPS = ['keys', 'look-up', 'fold', 'insert-events', 'insert-folded'] as const;
export type ProjectionStep = (typeof PROJECTION_STEPS)[number];

/** Batches take from milliseconds (one event) to the better part of a minute (a rebuild on a busy machine). */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * What is counted as it happens. Names and labels are promises: dashboards and alerts of users rest on them. No label
 * may take values that somebody outside can make up.
 */
export class Meters {
  /** One per service, not the package's global one: tests run several side by side. */
  readonly registry = new Registry();

  readonly recorded = this.#counter(
    'hearback_events_recorded_total',
    'Events that a door of this process has made durable in the log, by door.',
    ['origin'],
  );
  readonly duplicates = this.#counter(
    'hearback_events_duplicate_total',
    'Events that a door of this process knew already, by door.',
    ['origin'],
  );
  readonly rejected = this.#counter(
    'hearback_events_rejected_total',
    'Messages that a door of this process has rejected, by door and reason.',
    ['origin', 'reason'],
  );
  readonly projected = this.#counter(
    'hearback_projection_events_total',
    'New events of the log that this process has inserted into the store, counted once the store has them, by the door they came in by; log: written straight to the topic.',
    ['origin'],
  );
  readonly projectedDuplicates = this.#counter(
    'hearback_projection_duplicates_total',
    'Records of the log whose event the store held already. A rebuild and a redelivery count here.',
  );
  readonly projectedRejections = this.#counter(
    'hearback_projection_rejected_total',
    'Records of the log that became dead letters, by reason.',
    ['reason'],
  );
  readonly projectionFailedBatches = this.#counter(
    'hearback_projection_failed_batches_total',
    'Batches that failed and come again: the store, the log or the candidate keys were away, or the partition was lost.',
  );
  readonly projectionBatchRecords = new Histogram({
    name: 'hearback_projection_batch_records',
    help: 'Records per batch that was brought into the store.',
    buckets: [1, 10, 100, 500, 1_000, 2_500, 5_000],
    registers: [this.registry],
  });
  readonly projectionBatchSeconds = new Histogram({
    name: 'hearback_projection_batch_seconds',
    help: 'How long a batch took from the log into the store, in seconds. Failed ones are not in it.',
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly projectionStepSeconds = new Histogram({
    name: 'hearback_projection_step_seconds',
    help: 'The same by step. Folding goes on while events are inserted, so the steps add up to more than the batch.',
    labelNames: ['step'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly projectionDelaySeconds = new Histogram({
    name: 'hearback_projection_delay_seconds',
    help: 'From an event being recorded to its being in the figures, in seconds; of new events only.',
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600],
    registers: [this.registry],
  });

  /** Does a step of a batch and notes how long it took. */
  async timed<T>(step: ProjectionStep, work: () => T | Promise<T>): Promise<T> {
    const stop = this.projectionStepSeconds.startTimer({ step });
    const result = await work();
    stop();
    return result;
  }

  #counter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** A gauge whose values are looked up when somebody asks. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    collect: (gauge: Gauge<Label>) => void | Promise<void>,
  ): Gauge<Label> {
    return new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      async collect() {
        this.reset();
        await collect(this);
      },
    });
  }
}

const ORIGINS = new Set(['http', 'import', 'scores', 'log', 'webhook', 'replay', 'sample']);

/** Of an origin like `import:<id>` the door. The header is anybody's to write in the topic: what we don't know is one. */
export function doorOf(origin: string): string {
  const [door = ''] = origin.split(':', 1);
  return ORIGINS.has(door) ? door : 'other';
}
