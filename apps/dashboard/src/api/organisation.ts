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
}

export function parseOrganisation(body: unknown): Organisation {
  const organisation = body as Partial<Organisation> | null;
  if (typeof organisation?.timeZone !== 'string') throw new Error('timeZone is missing');
  if (!Array.isArray(organisation.stages)) throw new Error('stages are missing');
  if (typeof organisation.events?.count !== 'number') throw new Error('the count of events is missing');
  return {
    ...(organisation as Organisation),
    sampleData: organisation.sampleData ?? null,
    simulatedData: organisation.simulatedData ?? null,
  };
}

export function fetchOrganisation(signal?: AbortSignal): Promise<Organisation> {
  return getJson('/organisation', parseOrganisation, signal);
}
