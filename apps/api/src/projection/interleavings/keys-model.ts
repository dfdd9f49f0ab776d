import { KeysUnavailable, type CandidateKeys } from '../../ingestion/candidate-keys.js';
import type { ServiceMarks } from '../../ingestion/marks/service-marks.js';
import { request, type Surroundings } from './request.js';
import type { Actor } from './scheduler.js';

/** The owner of the candidate keys: an id gets another pseudonym after its erasure. */
export class KeysModel implements Actor {
  readonly name = 'keys';
  weight = 4;
  readonly #names = new Map<string, string>();
  #made = 0;

  constructor(private readonly surroundings: Surroundings) {}

  /** As one process reaches them. */
  of(process: Actor): CandidateKeys {
    const ask = async <T>(what: string, done: () => T): Promise<T> => {
      try {
        return await request(this.surroundings, { from: process, to: this, kind: what, what, done });
      } catch (error) {
        throw new KeysUnavailable((error as Error).message, 'away');
      }
    };
    return {
      marks: OLDER_THAN_MARKS,
      // The real ones resolve at once where there is nothing to ask.
      of: (ids) =>
        ids.length === 0
          ? Promise.resolve(new Map())
          : ask('keys', () => this.#of(ids, (id) => this.#make(id))),
      known: (ids) => ask('known keys', () => this.#of(ids, (id) => this.#names.get(id))),
      erase: (pseudonyms) =>
        pseudonyms.length === 0
          ? Promise.resolve()
          : ask('erase keys', () => this.#erase(new Set(pseudonyms))),
    };
  }

  #of(ids: readonly string[], nameOf: (id: string) => string | undefined): Map<string, string> {
    return new Map(
      ids.flatMap((id) => {
        const name = isPseudonym(id) ? id : nameOf(id);
        return name === undefined ? [] : [[id, name] as const];
      }),
    );
  }

  #make(id: string): string {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    this.#made += 1;
    const name = pseudonymMadeAt(this.surroundings.scheduler.steps, this.#made);
    this.#names.set(id, name);
    return name;
  }

  #erase(pseudonyms: ReadonlySet<string>): void {
    for (const [id, name] of this.#names) if (pseudonyms.has(name)) this.#names.delete(id);
  }
}

/**
 * The erasures of these histories stand in the log without a mark, as earlier versions wrote them, and count: those are
 * the ones that the projector itself has to carry out.
 */
const OLDER_THAN_MARKS: ServiceMarks = {
  key: () => Promise.resolve(new Uint8Array(32)),
  isSettled: () => Promise.resolve(true),
  keep: () => Promise.resolve(),
  settle: () => Promise.resolve(),
  accepted: (records) => Promise.resolve(records.map(() => true)),
};

function pseudonymMadeAt(step: number, number: number): string {
  return `c_${step.toString(16).padStart(24, '0')}${number.toString(16).padStart(8, '0')}`;
}

/** When the pseudonyms in a text were made: the latest of them; -1 where there is none. */
export function latestMade(text: string): number {
  return Math.max(-1, ...[...text.matchAll(PSEUDONYMS)].map(([name]) => parseInt(name.slice(2, 26), 16)));
}

export function withoutPseudonyms(text: string): string {
  return text.replace(PSEUDONYMS, '');
}

const PSEUDONYMS = /c_[0-9a-f]{32}/g;
const isPseudonym = (id: string): boolean => /^c_[0-9a-f]{32}$/.test(id);
