import { flag, instant, label, number, text, type Column, type View } from './view.js';

const source = label('source', 'The system that sent the event; with the id it names the event.');
const eventId = text('event_id', 'The id of the event within its source.');
const applicationId = text('application_id', 'The application, as the source calls it.');
const interviewId = text('interview_id', 'The interview it is about; empty: the whole application.');
const recordedAt = instant('recorded_at', 'When Hearback first saw it.');
const channel = text('channel', 'How: `email`, `phone` and so on.');
const count = (name: string, unit: string, meaning: string): Column =>
  number(name, 'Nullable(UInt32)', unit, `${meaning} NULL: not told.`);
const told = (name: string, meaning: string): Column => ({
  name,
  type: 'Nullable(UInt8)',
  meaning: `${meaning} NULL: not told.`,
});
const mark = (name: string, meaning: string): Column =>
  number(name, 'Nullable(Float64)', '1 to 5', `${meaning} NULL: not rated.`);

const ofEvent = [source, eventId, applicationId, interviewId];

export const responses: View = {
  name: 'responses',
  row: 'message to a candidate; not those that were retracted',
  columns: [
    ...ofEvent,
    instant('sent_at', 'When it was sent.'),
    recordedAt,
    text('kind', '`feedback`, `decision`, `next_step` or `status_update`.'),
    channel,
    flag('automated', '1 where nobody decided to send it to this candidate; it stops no clock.'),
    count('word_count', 'words', 'How long it was.'),
    count('criteria', 'criteria', 'How many criteria it spoke of.'),
    told('has_examples', '1 where it gave examples.'),
    told('has_next_steps', '1 where it said what to do next.'),
  ],
};

export const promises: View = {
  name: 'promises',
  row: 'promise made to a candidate; not those that were retracted',
  columns: [
    ...ofEvent,
    instant('promised_at', 'When it was made.'),
    recordedAt,
    instant('due_at', 'By when the candidate was told they would hear.'),
    channel,
  ],
};

export const requests: View = {
  name: 'requests',
  row: 'request for feedback; not those that were retracted',
  columns: [...ofEvent, instant('requested_at', 'When the candidate asked.'), recordedAt, channel],
};

export const scorecards: View = {
  name: 'scorecards',
  row: 'assessment that an interviewer handed in; not those that were retracted',
  columns: [
    source,
    eventId,
    applicationId,
    text('interview_id', 'The interview it is about.'),
    text('interviewer_id', 'Who handed it in.'),
    instant('submitted_at', 'When it was handed in.'),
    recordedAt,
    flag('deleted', '1 where it was taken back since.'),
    count('word_count', 'words', 'How long it was.'),
    count('criteria_rated', 'criteria', 'How many criteria it rated.'),
    count('criteria_total', 'criteria', 'Out of how many.'),
  ],
};

export const ratings: View = {
  name: 'ratings',
  row: "candidate's judgement; not those that were retracted",
  columns: [
    ...ofEvent,
    instant('rated_at', 'When the candidate rated.'),
    recordedAt,
    flag('superseded', '1 where a later one of the same application and interview counts instead.'),
    number('nps', 'Nullable(UInt8)', '0 to 10', 'How likely they would recommend applying. NULL: not rated.'),
    mark('specific', 'How specific the feedback was.'),
    mark('constructive', 'How constructive.'),
    mark('respectful', 'How respectful.'),
    mark('timely', 'How timely.'),
  ],
};

const score = (name: string, meaning: string): Column =>
  number(name, 'Nullable(Float64)', '0 to 100', meaning);

export const weeklyScores: View = {
  name: 'weekly_scores',
  row: 'team and ISO week whose score was published',
  columns: [
    text('team_id', 'The team.'),
    text('week', 'The ISO week in the zone of the organisation, like `2026-W47`.'),
    score('score', 'The feedback-latency score as published. NULL: too few applications.'),
    score('low', 'The lower end of its 95 % interval.'),
    score('high', 'The upper end.'),
    number('n', 'UInt64', 'obligations', 'How many it rests on.'),
    number('applications', 'UInt64', 'applications', 'How many those belong to.'),
    number('definition_version', 'UInt64', 'version', 'Of the definition it was computed by.'),
    instant('published_at', 'When the team was told.'),
    score(
      'revised_score',
      'What is known by now makes of it, where that differs; otherwise NULL. It is looked at every hour.',
    ),
    score('revised_low', 'The lower end of the interval of that.'),
    score('revised_high', 'The upper end.'),
    { name: 'revised_at', type: "Nullable(DateTime64(3, 'UTC'))", meaning: 'When that was computed.' },
    flag('simulated', '1 where simulated or sample data is part of it.'),
  ],
};

export const events: View = {
  name: 'events',
  row: 'event, also retracted ones',
  columns: [
    source,
    text('id', 'The id of the event within its source.'),
    label('type', 'Like `hearback.interview.completed.v1`.'),
    text('subject', 'What it is about, as the envelope says.'),
    instant('time', 'When it happened.'),
    instant('recorded_time', 'When Hearback first saw it.'),
    text('application_id', 'The application; empty for events about candidates and teams.'),
    text('data', 'The content, as JSON.'),
  ],
};

export const rejectedEvents: View = {
  name: 'rejected_events',
  row: 'message that could not become an event',
  columns: [
    label('reason', 'Why, in a word.'),
    text('detail', 'Why, in a sentence: the path of each fault.'),
    label('origin', 'By which way it came.'),
    instant('recorded_time', 'When Hearback first saw it.'),
    instant('appended_at', 'When the log got it.'),
    label('topic', 'Where in the log: the topic,'),
    number('partition', 'UInt32', 'number', 'the partition,'),
    number('offset', 'UInt64', 'number', 'and the offset.'),
    text('headers', 'Its headers, as JSON; deleted together with the message.'),
    text('bytes', 'The message as it came; empty once it was deleted (`deadLetters.keepDays`).'),
  ],
};
