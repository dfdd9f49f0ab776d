import type { Broker } from './broker.js';
import type { Engine } from './engine.js';

/** One line of the table: a fault, injected so many times, and what came of it. */
export interface Row {
  readonly name: string;
  /** What is done, in a few words. */
  readonly fault: string;
  /** `harm`: a negative control, sabotaged so that the judge must find loss or doubling. */
  readonly expects: 'no harm' | 'harm';
  run(context: Context): Promise<Outcome>;
}

export interface Context {
  readonly broker: Broker;
  readonly engine: Engine;
  readonly isShort: boolean;
  /** How many runs a row has, by the length of the whole. */
  runs(short: number, long: number): number;
  /** The most events of the row that measures; absent: as many as it wants. */
  readonly limit: number | undefined;
  /** For progress; not part of the table. */
  say(line: string): void;
}

export interface Outcome {
  readonly runs: number;
  /** Runs in which the fault was seen to have hit. One that missed is repeated and not counted in `runs`. */
  readonly hits: number;
  readonly missed: number;
  readonly events: number;
  /** Rows that should be there as they are in the fold of the log, and are not; and what was acknowledged and is not in the log. */
  readonly lost: number;
  /** Rows that are there without reason, or more than once. */
  readonly doubled: number;
  /** From the end of the fault until all that was in the log at that moment was projected and committed, in seconds. */
  readonly recovery: readonly number[];
  /** What else was observed. */
  readonly notes?: string;
}
