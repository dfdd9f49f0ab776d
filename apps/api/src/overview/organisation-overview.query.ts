import { Query } from '@nestjs/cqrs';
import type { Organisation } from '../platform/organisation.js';

/** What a page needs to know before it asks for any figure. */
export class GetOrganisationOverview extends Query<OrganisationOverview> {}

export interface OrganisationOverview {
  readonly timeZone: string;
  readonly now: string;
  /** The ISO week that ended last, in the zone. */
  readonly lastFinishedWeek: string;
  /** In the order in which applications usually pass them, or as configured. */
  readonly stages: readonly string[];
  readonly events: {
    readonly count: number;
    readonly firstAt: string | null;
    readonly lastAt: string | null;
  };
  /** As configured: what figures are told by, and what is said beside them. */
  readonly minimumGroup: number;
  readonly horizons: Organisation['horizons'];
  readonly dueBusinessDays: Organisation['dueBusinessDays'];
  readonly health: Organisation['health'];
  /** When weeks are published, and whether messages leave about teams with simulated or sample data. */
  readonly scores: Pick<Organisation['scores'], 'publishAt' | 'simulated'>;
  /** Present while the store holds the bundled sample. */
  readonly sampleData: SampleData | null;
  /** Present while the store holds events of `hearback simulate`. */
  readonly simulatedData: SimulatedData | null;
}

export interface SimulatedData {
  readonly events: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** How to be rid of it. */
  readonly remove: string;
}

export interface SampleData {
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  /** The sample's last instant: where to look at it from. */
  readonly asOf: string;
  /** How to be rid of it. */
  readonly remove: string;
}
