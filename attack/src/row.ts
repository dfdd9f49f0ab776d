import type { Service, ServiceOptions } from './service.js';

/** One line of the table: an attack, or a piece of bad luck, on a running service. */
export interface AttackRow {
  readonly name: string;
  /** What is done, in a few words. */
  readonly attack: string;
  /** What has to hold, in a few words. */
  readonly defence: string;
  /**
   * Whether the service may answer the bystander with a stated 503 meanwhile: it is out of disk space, or its engine
   * is being restarted. Every other row must leave the bystander's answers alone.
   */
  readonly mayPause?: boolean;
  /** A negative control harms the bystander on purpose; a suite that does not notice is worth nothing. */
  readonly isControl?: boolean;
  run(context: Context): Promise<Outcome>;
}

export interface Context {
  /** The service under attack. It holds a simulated organisation, and the bystander asks it once a second. */
  readonly service: Service;
  /** The instant as of which the bystander asks. Whatever an attack records must have happened after it. */
  readonly asOf: string;
  readonly isShort: boolean;
  /** How often a row repeats its attack, by the length of the whole. */
  times(short: number, long: number): number;
  /** Another service, for an attack that would leave the common one unusable; it is ended with the row. */
  start(options?: ServiceOptions): Promise<Service>;
  /** Has a service hold a smaller simulated organisation, and the bystander ask it for the rest of the row. */
  fillAndWatch(service: Service): Promise<void>;
  /** Has the bystander ask its questions once more, now; resolves with the answers. */
  bystanderAsks(): Promise<void>;
  /** Has something done once the row's own services have ended, whether the row succeeds or not. */
  afterwards(action: () => Promise<void>): void;
  /** For progress; not part of the table. */
  say(line: string): void;
}

export interface Outcome {
  /** Requests, files or runs. At least one. */
  readonly attempts: number;
  /** What went wrong, a sentence each; none where the defence held. */
  readonly harm: readonly string[];
  /** What else was seen, with its unit. */
  readonly notes?: string;
}
