import { type HealthBands, type HealthWeights } from '@hearback/domain/metrics';
import { figuresQuery } from './figures-query.js';
import { getJson } from './get-json.js';

export interface SampleData {
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  /** Its last instant, ISO 8601. */
  readonly asOf: string;
  /** How to remove it, in plain text. */
  readonly remove: string;
}

/** What `hearback simulate` has sent. */
export interface SimulatedData {
  readonly events: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** How to remove it, in plain text. */
  readonly remove: string;
}

export interface Organisation {
  readonly timeZone: string;
  readonly now: string;
  /** In the order in which candidates pass them. */
  readonly stages: readonly string[];
  readonly events: {
    readonly count: number;
    readonly firstAt: string | null;
    readonly lastAt: string | null;
  };
  readonly sampleData: SampleData | null;
  readonly simulatedData: SimulatedData | null;
  /** The least applications that a figure about people rests on. */
  readonly minimumGroup: number;
  readonly horizons: { readonly responseDays: number; readonly ghostingDays: number };
  readonly dueBusinessDays: DueBusinessDays;
  readonly health: { readonly weights: HealthWeights; readonly bands: HealthBands };
  /** Weeks are published at `mon 08:00` or the like in the zone; whether messages leave about simulated data. */
  readonly scores: { readonly publishAt: string; readonly simulated: boolean };
}

/** After how many business days what is owed falls due, by kind of obligation; one without a due time is absent. */
export type DueBusinessDays = Readonly<Partial<Record<string, number>>>;

export function parseOrganisation(body: unknown): Organisation {
  const organisation = body as Partial<Organisation> | null;
  if (typeof organisation?.timeZone !== 'string') throw new Error('timeZone is missing');
  if (!Array.isArray(organisation.stages)) throw new Error('stages are missing');
  if (typeof organisation.events?.count !== 'number') throw new Error('the count of events is missing');
  if (typeof organisation.health?.bands?.healthy !== 'number')
    throw new Error('the health bands are missing');
  if (typeof organisation.minimumGroup !== 'number') throw new Error('minimumGroup is missing');
  if (typeof organisation.scores?.publishAt !== 'string') throw new Error('scores.publishAt is missing');
  return {
    ...(organisation as Organisation),
    sampleData: organisation.sampleData ?? null,
    simulatedData: organisation.simulatedData ?? null,
  };
}

/** What every page begins with. */
export const organisationQuery = figuresQuery(['organisation'], fetchOrganisation);

function fetchOrganisation(signal?: AbortSignal): Promise<Organisation> {
  return getJson('/organisation', parseOrganisation, signal);
}
