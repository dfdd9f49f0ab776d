import { EventLogUnavailable } from '../event-log/errors.js';
import type { ServiceMarks } from './marks/service-marks.js';

/**
 * The keys by which candidates are named, wherever they are kept: in a file of this process (`Pseudonyms`) or at the
 * process that owns them (`RemotePseudonyms`). Two owners would give one candidate two names.
 */
export interface CandidateKeys {
  /** What the same owner keeps for all processes about records of Hearback's own. */
  readonly marks: ServiceMarks;

  /**
   * The pseudonym of each id; of a pseudonym that was handed out, itself. Resolves once every key in use is durable.
   * @throws EventLogUnavailable when it can't be: then no event about these candidates can be recorded or projected
   */
  of(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /**
   * The pseudonyms of those ids that have one; makes none up.
   * @throws EventLogUnavailable
   */
  known(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /**
   * Erases the keys behind these pseudonyms for good; does nothing where that was done.
   * @throws EventLogUnavailable
   */
  erase(pseudonyms: readonly string[]): Promise<void>;
}

/** The process that owns the keys is away, or refuses this one. An outage like that of the log: whoever waits loses nothing. */
export class KeysUnavailable extends EventLogUnavailable {
  constructor(
    /** Told to callers as well: no secrets. */
    readonly detail: string,
    readonly why: 'away' | 'refused',
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}
