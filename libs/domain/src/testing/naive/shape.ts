import type { Obligation } from '../../interview/obligation.js';

export const naiveKinds = ['response', 'decision', 'feedback', 'scorecard', 'promise', 'request'] as const;
export type NaiveKind = (typeof naiveKinds)[number];

/** The event that began it. */
export interface Origin {
  readonly source: string;
  readonly id: string;
}

export type NaiveObligation = Omit<Obligation, 'kind' | 'interviewId'> & {
  readonly kind: NaiveKind;
  /** Absent: about the application. */
  readonly interviewId?: string | undefined;
  /** Of a scorecard. */
  readonly interviewerId?: string | undefined;
  /** Of a promise or a request. */
  readonly origin?: Origin | undefined;
  /** Of a response. */
  readonly promisedAt?: number | undefined;
  /** Of a promise: the first due time of the chain, and the one promised last. */
  readonly dueAt?: number | undefined;
  readonly lastDueAt?: number | undefined;
};

/** Whose an obligation or a touchpoint is. */
export type Owner = Partial<Record<'candidateId' | 'teamId' | 'jobId' | 'stage' | 'url', string>>;

interface Moment extends Owner {
  readonly origin: Origin;
  readonly interviewId?: string | undefined;
  readonly at: number;
}

export type NaiveTouchpoint =
  | (Moment & {
      readonly kind: 'feedback';
      readonly words?: number | undefined;
      readonly hasExamples?: boolean | undefined;
      readonly hasNextSteps?: boolean | undefined;
    })
  | (Moment & {
      readonly kind: 'rating';
      readonly nps?: number | undefined;
      readonly specific?: number | undefined;
      readonly constructive?: number | undefined;
      readonly respectful?: number | undefined;
      readonly timely?: number | undefined;
    })
  | (Moment & { readonly kind: 'survey'; readonly answeredAt?: number | undefined });
