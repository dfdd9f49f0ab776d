import type { Instant } from '../time/days.js';
import type { Belonging } from './obligation.js';
import { assumedEnd, type ApplicationState, type HeldInterview, type Interview } from './state.js';

/** To whom something belongs that is about an interview, or about one that is not known: the candidate alone. */
export function belongingOf(
  interview: Interview | undefined,
  { candidateId }: Pick<ApplicationState, 'candidateId'>,
): Belonging {
  const { teamId, jobId, stage, url } = interview?.description ?? {};
  return { candidateId, teamId, jobId, stage, url };
}

/**
 * To whom something belongs that names no interview, or one that counts as none: to the team, job and stage of the
 * application's latest interview that had ended by then, else of the next to end, else of the one it names.
 */
export function belongingAt(
  at: Instant,
  named: string | undefined,
  state: ApplicationState,
  held: readonly HeldInterview[],
): Belonging {
  const interview = latestEnded(at, held) ?? nextToEnd(at, state) ?? interviewNamed(named, state);
  return belongingOf(interview, state);
}

export function interviewNamed(id: string | undefined, state: ApplicationState): Interview | undefined {
  return id === undefined ? undefined : state.interviews.get(id);
}

function latestEnded(at: Instant, held: readonly HeldInterview[]): Interview | undefined {
  const ended = held.filter(({ end }) => end <= at);
  ended.sort((a, b) => b.end - a.end || (a.interview.id < b.interview.id ? 1 : -1));
  return ended[0]?.interview;
}

function nextToEnd(at: Instant, state: ApplicationState): Interview | undefined {
  const coming = [...state.interviews.values()]
    .map((interview) => ({ interview, end: expectedEnd(interview, state) ?? -Infinity }))
    .filter(({ end }) => end > at);
  coming.sort((a, b) => a.end - b.end || (a.interview.id < b.interview.id ? -1 : 1));
  return coming[0]?.interview;
}

/** One that was called off by a closing of the application will not end. */
function expectedEnd(interview: Interview, { closings }: ApplicationState): Instant | undefined {
  if (interview.status === 'cancelled') return undefined;
  if (interview.status === 'completed') return interview.endedAt;
  const { startsAt, endsAt } = interview.description;
  return endsAt === undefined ? startsAt : assumedEnd(interview, closings);
}
