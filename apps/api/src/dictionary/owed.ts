import { flag, instant, label, maybeInstant, number, text, type View } from './view.js';

const applicationId = text('application_id', 'The application, as the source calls it.');
const interviewId = text('interview_id', 'The interview within its application.');

export const interviews: View = {
  name: 'interviews',
  row: 'interview, as of now',
  columns: [
    interviewId,
    applicationId,
    text(
      'candidate_id',
      'A pseudonym of the candidate, as the latest event about this interview gives it; empty where none does.',
    ),
    label('job_id', 'The opening; `unassigned` where none is known.'),
    label('job_title', 'Its title, where an event gives one.'),
    label('team_id', 'The hiring team; `unassigned` where none is known.'),
    label('team_name', 'Its name as the latest event gives it.'),
    label('stage', 'The stage of the process; `unassigned` where none is known.'),
    text('status', '`scheduled`, `completed`, `cancelled` or `no_show`.'),
    maybeInstant('scheduled_at', 'When it was first scheduled.'),
    maybeInstant('starts_at', 'The start that was planned last.'),
    maybeInstant('ends_at', 'The end that was planned last.'),
    maybeInstant('ended_at', 'When it ended; of an assumed one, the end that was planned.'),
    flag('assumed', '1 where its planned end has passed without a word, so that it counts as completed.'),
  ],
};

export const obligations: View = {
  name: 'obligations',
  row: 'obligation, as of now',
  columns: [
    text('obligation_id', 'Names the obligation for good.'),
    label('kind', '`response`, `decision`, `feedback`, `scorecard`, `promise` or `request`.'),
    applicationId,
    text(
      'interview_id',
      'The interview that gave rise to it; empty for what is about the whole application, as is a promise or request that names an interview which is cancelled or not known yet.',
    ),
    text('team_id', 'Whose it is; `unassigned` where no team is known.'),
    text('job_id', 'The opening; `unassigned` where none is known.'),
    text('stage', 'The stage of the interview; `unassigned` where none is known.'),
    text('interviewer_id', 'Of a scorecard, who owes it; otherwise empty.'),
    text(
      'candidate_id',
      'A pseudonym of the candidate of the application: the latest id that any event about any of its interviews gave; empty where none did.',
    ),
    instant('started_at', 'When its clock started: the end of the interview, the promise, the request.'),
    maybeInstant('due_at', 'When it falls due; of a promise, its first due time. NULL: never.'),
    maybeInstant('stopped_at', 'When it was met, or the candidate withdrew. NULL while it waits.'),
    text('state', '`met`, `waiting`, or `ended` where the candidate withdrew while waiting.'),
    number('elapsed_seconds', 'Float64', 'seconds', 'From start to stop; of what waits, until now.'),
    number(
      'business_seconds',
      'Float64',
      'seconds',
      "The working time of the team's calendar in between; of what waits, until now.",
    ),
    {
      name: 'on_time',
      type: 'Nullable(UInt8)',
      meaning:
        '1 met by its due time; 0 not: late, or still waiting after it. NULL: not due yet, no due time, or withdrawn before it.',
    },
    text(
      'outcome',
      'Of a promise: `kept` (contact by its first due time), `moved` (by the one promised last), `broken` (that one passed without), `open` (neither yet, or withdrawn before). Otherwise empty.',
    ),
    {
      name: 'flags',
      type: 'Array(String)',
      meaning:
        '`assumed` (the interview counts as held for want of a word), `inferred` (the answer was concluded from what followed), `early` (met before the clock started).',
    },
  ],
};

const days = (kind: string, what: string) =>
  number(`sla_${kind}_days`, 'Nullable(Float64)', 'business days', `After how many ${what}. NULL: never.`);

export const teams: View = {
  name: 'teams',
  row: 'team that the configuration or an interview names',
  columns: [
    text('team_id', 'As events name it.'),
    text('name', 'From the configuration, else from its latest interview, else the id.'),
    text(
      'calendar',
      'Its calendar in the configuration; empty for the standard one (Monday to Friday, 9 to 17).',
    ),
    days('response', 'an answer falls due'),
    days('decision', 'a decision falls due'),
    days('feedback', 'feedback falls due'),
    days('scorecard', 'a scorecard falls due'),
    days('request', 'an answer to a request falls due'),
    flag(
      'configured',
      '1 where the configuration names it. (Due times of single stages are in `obligations.due_at`.)',
    ),
  ],
};
