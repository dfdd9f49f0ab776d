/** The type of event, without prefix and version, that brings what a figure needs. */
const EVENT_TYPES = {
  'response.promised': 'response.promised',
  'response.sent of kind feedback': 'response.sent',
  'feedback.requested': 'feedback.requested',
  'candidate.rated': 'candidate.rated',
  'survey.sent': 'survey.sent',
  'interviewers with scorecardRequired': 'interview.scheduled',
} as const;

/** What sources have to report, in words, before a figure says anything. */
export type Need = keyof typeof EVENT_TYPES;

/** A figure that no source reports: not zero, not bad. */
export interface NotMeasured {
  /** The type of event that is missing, as a code: `response.promised`. */
  readonly notMeasured: string;
  /** A sentence for people: what of such events no source has sent. */
  readonly reason: string;
}

/** What stands in the place of a figure while nobody has reported what it needs. */
export function notMeasured(need: Need): NotMeasured {
  const missing = need === 'interviewers with scorecardRequired' ? need : `an event of the kind ${need}`;
  return { notMeasured: EVENT_TYPES[need], reason: `No source has sent ${missing} yet` };
}

export function isNotMeasured(figure: unknown): figure is NotMeasured {
  return typeof figure === 'object' && figure !== null && 'notMeasured' in figure;
}
