import { businessClock, type BusinessClock, type Instant, type ObligationKind } from '@hearback/domain';
import { allowedBusinessDays, calendarOf, type Organisation } from './organisation.js';

/** The organisation's business time: which clock a team goes by, and when what is owed falls due. */
export class Reckoning {
  constructor(private readonly organisation: Organisation) {}

  clockOf(teamId: string): BusinessClock {
    return businessClock(calendarOf(this.organisation, teamId));
  }

  /** Milliseconds of working time since the clock's origin, in the team's calendar: W(t). */
  workedMs(teamId: string, at: Instant): number {
    return Math.round(this.clockOf(teamId).workedAt(at) * 1000);
  }

  /** When it falls due; `undefined` where the organisation sets no due time. */
  dueAt(kind: ObligationKind, teamId: string, stage: string, startedAt: Instant): Instant | undefined {
    // What was promised falls due when it was promised for.
    if (kind === 'promise') return undefined;
    const days = allowedBusinessDays(this.organisation, kind, teamId, stage);
    return days === undefined ? undefined : this.clockOf(teamId).dueAt(startedAt, days);
  }

  /** Teams that go by a calendar of their own; all others share the standard one. */
  get teamsWithCalendar(): readonly string[] {
    return Object.entries(this.organisation.teams)
      .filter(([, { calendar }]) => calendar !== undefined)
      .map(([teamId]) => teamId);
  }
}
