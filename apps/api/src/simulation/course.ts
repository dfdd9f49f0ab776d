import type { History } from './history.js';
import type { Job, SimulatedOrganisation, Team } from './organisation.js';
import type { Random } from './random.js';

/** One application while it is played. */
export interface Course {
  readonly organisation: SimulatedOrganisation;
  readonly team: Team;
  readonly job: Job;
  readonly applicationId: string;
  readonly candidateId: string;
  readonly random: Random;
  readonly history: History;
}

/** An interview that took place, or is still to. */
export interface Held {
  readonly interviewId: string;
  readonly endedAt: number;
}

/** What became of the wait after an interview. */
export interface Wait {
  readonly end: 'answered' | 'withdrawn' | 'role_closed' | 'silence';
  /** Of `silence`: never. */
  readonly at: number;
}

const CHANNELS = ['email', 'email', 'email', 'phone', 'portal'];

export function channelOf({ random }: Course): string {
  return random.pick(CHANNELS);
}
