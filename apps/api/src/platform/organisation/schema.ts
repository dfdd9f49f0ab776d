import { calendarSchema, isTimeZone } from '@hearback/domain';
import { z } from 'zod';
import { checkTogether } from './cross-checks.js';

/** What can fall due; the organisation says after how many business days. */
export const DUE_KINDS = ['response', 'decision', 'feedback', 'scorecard', 'request'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

const name = z.string().min(1).max(300);
const businessDays = z.number().positive().max(365).describe('Business days; parts of a day are allowed.');

/** As far as it is given: of a team, or of one of its stages. */
const someDueBusinessDays = {
  response: businessDays.optional(),
  decision: businessDays.optional(),
  feedback: businessDays.optional(),
  scorecard: businessDays.optional(),
  request: businessDays.optional(),
};

const dueBusinessDays = z.strictObject({
  response: businessDays.default(3),
  decision: businessDays.optional().describe('Business days; left out, decisions have no due time.'),
  feedback: businessDays.default(5),
  scorecard: businessDays.default(1),
  request: businessDays.default(5),
});

/** Of a chat channel or a receiver whose address is a secret: its URL is in the environment under this name. */
const endpointName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/,
    'must be a name of letters, digits, - and _, like payments-hiring',
  )
  .refine((name) => !/[-_]file$/i.test(name), 'must not end in -file: such variables name files');
const endpointNames = z.array(endpointName).max(20).default([]);

const recipients = z.strictObject({
  mail: z.array(z.email('must be a mail address')).max(100).default([]),
  slack: endpointNames.describe(
    'Names of Slack channels; SLACK_URL_<NAME> holds the incoming webhook of each.',
  ),
  msTeams: endpointNames.describe(
    'Names of Teams channels; MSTEAMS_URL_<NAME> holds the workflow URL of each.',
  ),
  webhook: endpointNames.describe(
    'Names of receivers of your own; WEBHOOK_URL_<NAME> and WEBHOOK_SECRET_<NAME> hold where and with which key.',
  ),
});
export type Recipients = z.infer<typeof recipients>;

const scores = z.strictObject({
  publishAt: z
    .string()
    .regex(
      /^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):[0-5]\d$/,
      'must be a day and a time, like mon 08:00',
    )
    .default('mon 08:00')
    .describe('When the week that ended on Sunday is published, in the zone of the organisation.'),
  digest: recipients.prefault({}).describe('Who gets one message about all teams.'),
  simulated: z
    .boolean()
    .default(false)
    .describe('Whether messages also leave about teams with simulated or sample data.'),
});

const team = z.strictObject({
  name: name.optional().describe('What people call it; left out, the name its events give, else its id.'),
  calendar: z
    .string()
    .optional()
    .describe('One of `calendars`; left out, Monday to Friday 09:00-17:00 in the zone of the organisation.'),
  dueBusinessDays: z
    .strictObject({
      ...someDueBusinessDays,
      stages: z
        .record(name, z.strictObject(someDueBusinessDays))
        .optional()
        .describe('Per stage; what a stage leaves out is as for the team.'),
    })
    .optional()
    .describe('What the team leaves out is as for the organisation.'),
  recipients: recipients.optional().describe("Who gets the team's weekly score."),
});

const days = z.number().int().min(1).max(365);
const horizons = z.strictObject({
  responseDays: days.default(14).describe('Response and feedback rate: answered within so many days.'),
  ghostingDays: days.default(30).describe('Ghosting rate: not answered within so many days.'),
});

const weight = z.number().min(0).max(1_000_000);
const health = z.strictObject({
  weights: z
    .strictObject({
      latencyScore: weight.default(40),
      responseRate: weight.default(20),
      promiseKept: weight.default(15),
      quality: weight.default(15),
      cnps: weight.default(10),
    })
    .prefault({})
    .describe('How much each part counts, relative to the others; 0 leaves it out.'),
  bands: z
    .strictObject({
      healthy: z.number().min(0).max(100).default(75),
      watch: z.number().min(0).max(100).default(50),
    })
    .prefault({})
    .describe('From which health on a team is healthy, or to be watched; below, it is at risk.'),
});

/** What the organisation decides, as hearback.config.yaml has it. Every key may be left out. */
export const organisationSchema = z
  .strictObject({
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be a zone of the IANA database, like Europe/Berlin')
      .default('UTC')
      .describe('The zone of its days and weeks: a name of the IANA database.'),
    calendars: z
      .record(name, calendarSchema)
      .default({})
      .describe('When teams work: named, for teams to refer to.'),
    dueBusinessDays: dueBusinessDays
      .prefault({})
      .describe('After how many business days what is owed falls due.'),
    teams: z.record(z.string().min(1), team).default({}).describe('By the id that events give as teamId.'),
    stages: z
      .array(name)
      .max(1000)
      .optional()
      .describe('Their order; left out, that in which applications usually pass them.'),
    horizons: horizons.prefault({}).describe('Days elapsed after which a case counts in a rate.'),
    minimumGroup: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(5)
      .describe('Ratings, scores and health need so many applications.'),
    inferResponses: z
      .boolean()
      .default(true)
      .describe('Whether going on to a further stage counts as having heard back.'),
    health: health.prefault({}).describe('How the health of a team is made up.'),
    scores: scores.prefault({}).describe('When the weekly scores are published, and who gets them all.'),
    deadLetters: z
      .strictObject({
        keepDays: z
          .number()
          .int()
          .min(1)
          .max(3650)
          .default(90)
          .describe('After so many days the originals of rejected messages are deleted from the store.'),
      })
      .prefault({})
      .describe('What is kept of messages that could not become events.'),
    sources: z
      .record(name, z.record(z.string(), z.unknown()))
      .default({})
      .describe('Systems that send events; each has settings of its own.'),
  })
  .superRefine(checkTogether, { when: ({ value }) => typeof value === 'object' && value !== null });

export type Organisation = z.infer<typeof organisationSchema>;
