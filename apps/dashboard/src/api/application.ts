import { getJson } from './get-json.js';

/** One application as of an instant, as the API tells it. */
export interface Application {
  readonly applicationId: string;
  readonly asOf: string;
  readonly interviews: readonly ToldInterview[];
  readonly closings: readonly { readonly at: string; readonly outcome: string }[];
  readonly obligations: readonly ToldObligation[];
  readonly timeline: readonly TimelineEntry[];
}

export interface ToldInterview {
  readonly interviewId: string;
  readonly status: 'scheduled' | 'completed' | 'cancelled' | 'no_show';
  readonly assumed: boolean;
  readonly candidateId: string | null;
  readonly team: string;
  readonly teamName: string | null;
  readonly job: string;
  readonly jobTitle: string | null;
  readonly stage: string;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly url: string | null;
}

export interface ToldObligation {
  readonly obligationId: string;
  readonly kind: string;
  readonly interviewId: string | null;
  readonly interviewerId: string | null;
  readonly team: string;
  readonly stage: string;
  readonly startedAt: string;
  readonly dueAt: string | null;
  readonly stoppedAt: string | null;
  readonly state: 'met' | 'waiting' | 'ended';
  readonly elapsedSeconds: number;
  readonly businessSeconds: number;
  readonly onTime: boolean | null;
  readonly outcome: string | null;
  readonly flags: readonly string[];
}

export interface TimelineEntry {
  readonly time: string;
  readonly event?: {
    readonly source: string;
    readonly id: string;
    readonly type: string;
    readonly recordedTime: string;
    readonly data: unknown;
  };
  readonly assumed?: { readonly interviewIds: readonly string[] };
  readonly retractedFrom?: string;
  readonly changes: readonly ToldChange[];
}

export interface ToldChange {
  readonly change: string;
  readonly obligationId: string;
  readonly kind: string;
  readonly interviewId: string | null;
  readonly interviewerId: string | null;
  readonly state: 'met' | 'waiting' | 'ended';
  readonly stoppedAt: string | null;
  readonly promisedFor: string | null;
  readonly inferred: boolean;
  readonly early: boolean;
}

export function parseApplication(body: unknown): Application {
  const application = body as Partial<Application> | null;
  for (const list of ['interviews', 'closings', 'obligations', 'timeline'] as const) {
    if (!Array.isArray(application?.[list])) throw new Error(`${list} are missing`);
  }
  return application as Application;
}

export function fetchApplication(
  id: string,
  asOf: string | undefined,
  signal?: AbortSignal,
): Promise<Application> {
  const query = asOf === undefined ? '' : `?${new URLSearchParams({ asOf }).toString()}`;
  return getJson(`/applications/${encodeURIComponent(id)}${query}`, parseApplication, signal);
}
