import { PEOPLE_SOURCE, type EventType, type Problem as Fault } from '@hearback/domain';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { Problem } from '../../platform/problem.js';
import type { CandidateKeys } from '../candidate-keys.js';
import { Pseudonyms } from '../pseudonyms.js';
import { RecordEvents } from '../record-events.command.js';

/** What became of a request. */
export interface CandidateAnswer {
  /**
   * - `recorded`: it is in the log now
   * - `known`: it was recorded before; of an erasure also where nothing is known of the candidate, which nobody can tell
   *   apart once they are erased
   * - `nothing-to-merge`: nothing is recorded of the candidate who is to be merged into another
   */
  readonly status: 'recorded' | 'known' | 'nothing-to-merge';
  /** The same for people. */
  readonly detail: string;
}

export interface Merge {
  readonly fromCandidateId: string;
  readonly intoCandidateId: string;
  /** When it turned out; by default now. */
  readonly time?: string | undefined;
}

/**
 * Erases and merges candidates. An event's id is made of pseudonyms, so that a repeat is one for as long as they are in
 * use. It is not made of candidates' ids: then an erased one could be found again by it.
 */
@Injectable()
export class CandidateRequests {
  constructor(
    @Inject(Pseudonyms) private readonly keys: CandidateKeys,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandBus,
  ) {}

  /** @throws EventLogUnavailable */
  async erase(candidateId: string): Promise<CandidateAnswer> {
    const pseudonym = (await this.keys.known([candidateId])).get(candidateId);
    const isRecorded =
      pseudonym !== undefined &&
      (await this.#record('hearback.candidate.erased.v1', `erased-${pseudonym}`, { candidateId: pseudonym }));
    return isRecorded
      ? { status: 'recorded', detail: 'The candidate is erased: nothing can be found by their id any more.' }
      : {
          status: 'known',
          detail: 'Nothing is known of this candidate (any more), so nothing was recorded.',
        };
  }

  /** @throws Problem 400 for one and the same candidate; EventLogUnavailable */
  async merge({ fromCandidateId, intoCandidateId, time }: Merge): Promise<CandidateAnswer> {
    if (!(await this.keys.known([fromCandidateId])).has(fromCandidateId)) {
      const detail =
        'Nothing is recorded of the candidate who is to be merged into the other (any more): there is nothing to merge. Check the id, or merge once there is.';
      return { status: 'nothing-to-merge', detail };
    }
    const pseudonyms = await this.keys.of([fromCandidateId, intoCandidateId]);
    const [from, into] = [pseudonyms.get(fromCandidateId)!, pseudonyms.get(intoCandidateId)!];
    if (from === into) {
      const problems = [{ path: 'intoCandidateId', message: 'is the same candidate as fromCandidateId' }];
      throw invalid(problems);
    }
    const data = { fromCandidateId: from, intoCandidateId: into };
    const isRecorded = await this.#record(
      'hearback.candidate.merged.v1',
      `merged-${from}-${into}`,
      data,
      time,
    );
    return isRecorded
      ? { status: 'recorded', detail: 'The two are one candidate from now on.' }
      : { status: 'known', detail: 'This merge was recorded before; nothing was recorded again.' };
  }

  /** @returns whether it is new */
  async #record(
    type: EventType,
    id: string,
    data: object,
    time = this.clock().toISOString(),
  ): Promise<boolean> {
    const value = { specversion: '1.0', id, source: PEOPLE_SOURCE, type, time, data };
    const options = { isOwn: true, keepRejected: false };
    const [result] = await this.commands.execute(new RecordEvents([{ value }], 'http', options));
    if (result === undefined) throw new Error('A message was recorded without a result.');
    // Another content under this id can only be another time: the same request at another moment.
    if (result.status !== 'rejected' || result.reason === 'conflict') return result.status === 'recorded';
    throw invalid(result.problems);
  }
}

/** @throws nothing; for callers to throw */
export function invalid(problems: readonly Fault[]): Problem {
  const detail = problems
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return new Problem(400, 'Invalid body', detail, { problems });
}
