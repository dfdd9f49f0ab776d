/** What a column may hold, by the fields of the events that it would fill. */
export const roles = [
  'applicationId',
  'interviewId',
  'candidateId',
  'teamId',
  'jobId',
  'jobTitle',
  'stage',
  'endedAt',
  'startedAt',
  'time',
  'respondedAt',
  'status',
  'channel',
] as const;
export type Role = (typeof roles)[number];

/**
 * Usual names in English, the surest first. Names are compared as words in small letters: `Interview ID`,
 * `interview_id` and `interviewId` are one.
 */
const NAMES: Readonly<Record<Role, readonly RegExp[]>> = {
  applicationId: [
    /^(job )?(application|candidature) (id|no|number|key|uuid)$/,
    /^(application|candidature)$/,
    /^(app|case) (id|no|number)$/,
    /^case$/,
  ],
  interviewId: [/^(interview|round|event|schedule) (id|no|number|key|uuid)$/, /^interview$/],
  candidateId: [/^(candidate|applicant|person|prospect) (id|no|number|key|uuid)$/, /^(candidate|applicant)$/],
  teamId: [
    /^(hiring )?team (id|key|name)$/,
    /^(hiring )?team$/,
    /^(department|dept|squad|business unit|org unit|panel)( (id|name))?$/,
    /^resource$/,
  ],
  jobId: [/^(job|requisition|req|position|opening|vacancy) (id|no|number|key|uuid)$/, /^requisition$/],
  jobTitle: [/^(job|position|role) (title|name)$/, /^(job|position|role)$/],
  stage: [
    /^(interview |hiring |application )?(stage|round)( name)?$/,
    /^(interview|round) (type|kind|name)$/,
    /^(activity|step|phase)( name)?$/,
  ],
  endedAt: [
    /^(interview )?(ended|completed|finished|end|completion)( (at|on|time|date|timestamp))?$/,
    /^(completed|ended) (date time|datetime)$/,
  ],
  startedAt: [/^(interview )?(started|start|begin|began|starts)( (at|on|time|date|timestamp))?$/],
  time: [
    /^(interview|event) (at|on|time|date|timestamp|date time|datetime)$/,
    /^(timestamp|occurred at|happened at|date time|datetime)$/,
    /^(interviewed (at|on)|at|time|date|when)$/,
  ],
  respondedAt: [
    /^(response|answer|feedback|decision|reply)( (was )?(sent|given|shared))?( (at|on|time|date|timestamp))$/,
    /^(responded|answered|rejected|notified|decided|replied|informed) (at|on|date|time)$/,
    /^(response|answer|feedback|decision) (was )?(sent|given|shared)$/,
    /^candidate (informed|notified|answered)( (at|on))?$/,
  ],
  status: [/^(interview )?(status|state|outcome|result)$/],
  channel: [/^(channel|medium|via)$/],
};

/** `interviewId`, `Interview-ID` and `INTERVIEW_ID` as the same words. */
export function wordsIn(name: string): string {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/**
 * What is nested is named by its whole path, or else by the end of it: `application.candidate`. The parts of a list
 * say nothing by their ends.
 */
function namesOf(column: string): readonly string[] {
  const parts = column.split('.');
  const isInList = parts.some((part) => /^\d+$/.test(part));
  const last = parts.at(-1) ?? '';
  return parts.length > 1 && !isInList ? [wordsIn(column), wordsIn(last)] : [wordsIn(column)];
}

/** Which column holds what, as far as names tell. A column has one role; the earlier roles choose first. */
export function guessRoles(columns: readonly string[]): Partial<Record<Role, string>> {
  const taken = new Set<string>();
  const guessed: Partial<Record<Role, string>> = {};
  for (const role of roles) {
    const free = columns.filter((column) => !taken.has(column));
    const found = NAMES[role]
      .map((name) => free.find((column) => namesOf(column).some((words) => name.test(words))))
      .find((column) => column !== undefined);
    if (found === undefined) continue;
    taken.add(found);
    guessed[role] = found;
  }
  return guessed;
}
