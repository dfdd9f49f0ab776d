import { ms } from './known.js';
import { heldAmong, type Read } from './course.js';
import type { Owner } from './shape.js';

/**
 * The interview that a promise or a request is about: none when it names none, one that is cancelled, or one that no
 * interview event has named so far.
 */
export function scopeOf(named: string | undefined, interviews: readonly Read[]): string | undefined {
  const about = interviews.find(({ id }) => id === named);
  return about === undefined || about.status === 'cancelled' ? undefined : about.id;
}

/** Whose a promise or a request is that began at an instant. */
export function ownerOf(named: string | undefined, at: number, interviews: readonly Read[]): Owner {
  const interview = interviews.find(({ id }) => id === named);
  if (scopeOf(named, interviews) !== undefined) return describe(interview);
  return describe(ofTheApplication(at, interviews) ?? interview);
}

/** Whose a moment is: an interview that is cancelled keeps what was said about it. */
export function ownerOfMoment(named: string | undefined, at: number, interviews: readonly Read[]): Owner {
  if (named !== undefined) return describe(interviews.find(({ id }) => id === named));
  return describe(ofTheApplication(at, interviews));
}

/** All but the candidate, whom an application has and not an interview: see `candidateIn`. */
export function describe(interview: Read | undefined): Owner {
  const { teamId, jobId, stage, url } = interview?.facts ?? {};
  return { teamId, jobId, stage, url };
}

/** The latest interview that had ended by then, else the next to end. */
function ofTheApplication(at: number, interviews: readonly Read[]): Read | undefined {
  const ended = heldAmong(interviews).filter(({ end }) => end <= at);
  const latestEnd = Math.max(...ended.map(({ end }) => end));
  const latest = ended.filter(({ end }) => end === latestEnd);
  if (latest.length > 0) return latest.reduce((best, other) => (other.id > best.id ? other : best));

  const toCome = interviews.filter(
    (interview) => expectedEnd(interview) > at && expectedEnd(interview) < Infinity,
  );
  const nextEnd = Math.min(...toCome.map(expectedEnd));
  const next = toCome.filter((interview) => expectedEnd(interview) === nextEnd);
  if (next.length > 0) return next.reduce((best, other) => (other.id < best.id ? other : best));
  return undefined;
}

/** Infinity: none is expected. */
function expectedEnd({ status, calledOff, end, facts }: Read): number {
  if (status === 'cancelled') return Infinity;
  if (status === 'completed') return end!;
  if (calledOff) return Infinity;
  if (facts.endsAt !== undefined) return ms(facts.endsAt);
  return facts.startsAt === undefined ? Infinity : ms(facts.startsAt);
}
