import {
  obligationKeyOf,
  touchpointKeyOf,
  type ApplicationEvent,
  type ObligationKind,
  type TouchpointKind,
} from '@hearback/domain';

/** What an application's events could give rise to, whatever of it they do. */
export interface PossibleKeys {
  readonly interviews: ReadonlySet<string>;
  readonly obligations: ReadonlyMap<string, ObligationKind>;
  readonly touchpoints: ReadonlyMap<string, TouchpointKind>;
}

/**
 * Only ever more keys with more events, whatever the order in which they come: so that a fold of more of them
 * replaces, or deletes, every row that a fold of fewer wrote.
 */
export function possibleKeys(events: readonly ApplicationEvent[]): PossibleKeys {
  const interviews = new Set<string>();
  const obligations = new Map<string, ObligationKind>();
  const touchpoints = new Map<string, TouchpointKind>();
  const owe = (kind: ObligationKind, of: Omit<Parameters<typeof obligationKeyOf>[0], 'kind'>): void => {
    obligations.set(obligationKeyOf({ kind, ...of }), kind);
  };
  for (const event of events) {
    const { source, id, type } = event;
    const touch = (kind: TouchpointKind): void => {
      touchpoints.set(touchpointKeyOf({ kind, origin: { source, id } }), kind);
    };
    switch (type) {
      case 'hearback.interview.scheduled.v1':
      case 'hearback.interview.rescheduled.v1':
      case 'hearback.interview.completed.v1':
      case 'hearback.interview.cancelled.v1': {
        const { interviewId, interviewers = [] } = event.data;
        interviews.add(interviewId);
        for (const kind of ['response', 'decision', 'feedback'] as const) owe(kind, { interviewId });
        for (const { id: interviewerId, scorecardRequired } of interviewers) {
          if (scorecardRequired) owe('scorecard', { interviewId, interviewerId });
        }
        break;
      }
      case 'hearback.response.promised.v1':
        owe('promise', { origin: { source, id } });
        break;
      case 'hearback.feedback.requested.v1':
        owe('request', { origin: { source, id } });
        break;
      case 'hearback.response.sent.v1':
        if (event.data.kind === 'feedback' && event.data.automated !== true) touch('feedback');
        break;
      case 'hearback.candidate.rated.v1':
        touch('rating');
        break;
      case 'hearback.survey.sent.v1':
        touch('survey');
        break;
      default:
    }
  }
  return { interviews, obligations, touchpoints };
}
