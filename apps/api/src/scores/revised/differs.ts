import type { TeamScore } from '../week/team-scores.js';
import type { PublishedData } from '../week/week-report.js';

/** Sums in another order differ in their last digits; that is no revision. */
const TOLERANCE = 1e-9;

/** Whether a team would be told something else about a week by now: another score or interval, or of other interviews. */
export function differs(published: PublishedData, now: TeamScore | undefined): boolean {
  if (published.n !== (now?.n ?? 0) || published.applications !== (now?.applications ?? 0)) return true;
  return (['score', 'low', 'high'] as const).some((name) => {
    const [told, known] = [published[name] ?? undefined, now?.scored?.[name]];
    if (told === undefined || known === undefined) return told !== known;
    return Math.abs(told - known) > TOLERANCE;
  });
}
