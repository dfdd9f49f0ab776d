import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './environment.js';
import {
  defaultOrganisation,
  loadOrganisation,
  OrganisationFileError,
  parseOrganisation,
  type OrganisationFault,
} from './organisation.js';

function faultsOf(yaml: string): readonly OrganisationFault[] {
  try {
    parseOrganisation(yaml, 'x.yaml');
    return [];
  } catch (error) {
    if (error instanceof OrganisationFileError) return error.faults;
    throw error;
  }
}

const told = (yaml: string): string[] =>
  faultsOf(yaml).map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);

describe('the organisation', () => {
  it('given nothing, then the defaults hold', () => {
    expect(parseOrganisation('', 'x.yaml')).toEqual(defaultOrganisation);
    expect(defaultOrganisation).toMatchObject({
      timeZone: 'UTC',
      calendars: {},
      dueBusinessDays: { response: 3, feedback: 5, scorecard: 1, request: 5 },
      teams: {},
      horizons: { responseDays: 14, ghostingDays: 30 },
      minimumGroup: 5,
      inferResponses: true,
      health: {
        weights: { latencyScore: 40, responseRate: 20, promiseKept: 15, quality: 15, cnps: 10 },
        bands: { healthy: 75, watch: 50 },
      },
      sources: {},
    });
    expect(defaultOrganisation.dueBusinessDays.decision).toBeUndefined();
    expect(parseOrganisation('# only a remark\n', 'x.yaml')).toEqual(defaultOrganisation);
  });

  it('given a part of some keys, then the rest of them has its defaults', () => {
    const yaml =
      'horizons: { ghostingDays: 45 }\nhealth: { weights: { cnps: 0 } }\ndueBusinessDays: { decision: 7.5 }\n';
    expect(parseOrganisation(yaml, 'x.yaml')).toMatchObject({
      horizons: { responseDays: 14, ghostingDays: 45 },
      health: { weights: { latencyScore: 40, cnps: 0 }, bands: { healthy: 75 } },
      dueBusinessDays: { response: 3, decision: 7.5 },
    });
  });

  it('given its zone, teams and stages, then they are taken', () => {
    const yaml =
      'timeZone: Europe/Berlin\nteams: { payments: { name: Payments } }\nstages: [Phone, Onsite]\n';
    expect(parseOrganisation(yaml, 'x.yaml')).toMatchObject({
      timeZone: 'Europe/Berlin',
      teams: { payments: { name: 'Payments' } },
      stages: ['Phone', 'Onsite'],
    });
  });

  it('given several mistakes, then all are told, each with its path', () => {
    const yaml = 'timeZone: Mars/Olympus\nhorizons: { responseDays: 0 }\ntemas: {}\n';
    expect(() => parseOrganisation(yaml, 'x.yaml')).toThrow(
      /x\.yaml has 3 problem\(s\)[\s\S]*timeZone: must be a zone[\s\S]*horizons\.responseDays[\s\S]*temas/,
    );
  });

  it('given text that is not YAML, then the place is named', () => {
    expect(() => parseOrganisation('a: [1', 'x.yaml')).toThrow(/x\.yaml is not YAML[\s\S]*line 1/);
  });

  it('given a named file that does not exist, then that is an error; without a name the defaults hold', async () => {
    await expect(loadOrganisation('/nowhere/hearback.config.yaml')).rejects.toThrow(ConfigurationError);
    await expect(loadOrganisation('/')).rejects.toThrow("The configuration / can't be read (EISDIR)");
    expect(await loadOrganisation(undefined)).toEqual(defaultOrganisation);
  });
});

describe('given a hearback.config.yaml with mistakes', () => {
  it('then each is told with line, column and path, in the order of the file, none hiding another', () => {
    const yaml = `timeZone: Mars/Olympus
calenders: {}
calendars:
  berlin:
    timeZone: Europe/Berlin
    week:
      mon: ["17:00-09:00"]
      tue: ["09:00-12:00", "11:00-13:00"]
    holidays: [2026-02-30]
dueBusinessDays: { response: 0, respons: 3 }
teams:
  payments:
    calendar: berlni
    dueBusinessDays: { stages: { Onsite: { reponse: 1 } } }
    recipients: { mail: [nobody] }
  risk: { calendar: paris, colour: red }
stages: [Phone, Onsite, Phone]
minimumGroup: many
health:
  weights: { quality: -1 }
  bands: { healthy: 40 }
`;
    expect(told(yaml)).toEqual([
      '1:1 timeZone: must be a zone of the IANA database, like Europe/Berlin',
      '2:1 calenders: is not a key that is known. Did you mean "calendars"?',
      expect.stringMatching(/^7:13 calendars\.berlin\.week\.mon\.0: ends before it begins/),
      '8:28 calendars.berlin.week.tue.1: overlaps 09:00-12:00',
      '9:16 calendars.berlin.holidays.0: must be a day that exists, like 2026-12-25',
      expect.stringMatching(/^10:20 dueBusinessDays\.response: /),
      '10:33 dueBusinessDays.respons: is not a key that is known. Did you mean "response"?',
      '13:5 teams.payments.calendar: "berlni" is not in calendars. Did you mean "berlin"?',
      '14:44 teams.payments.dueBusinessDays.stages.Onsite.reponse: is not a key that is known. Did you mean "response"?',
      '15:26 teams.payments.recipients.mail.0: must be a mail address',
      '16:11 teams.risk.calendar: "paris" is not in calendars. There are: berlin.',
      '16:28 teams.risk.colour: is not a key that is known. Known here: name, calendar, dueBusinessDays, recipients.',
      '17:25 stages.2: "Phone" is listed twice',
      expect.stringMatching(/^18:1 minimumGroup: /),
      expect.stringMatching(/^20:14 health\.weights\.quality: /),
      '21:3 health.bands: watch (50) must be below healthy (40)',
    ]);
  });

  it('then weights that are all 0, and a calendar where there is none, are mistakes', () => {
    const weights =
      'health: { weights: { latencyScore: 0, responseRate: 0, promiseKept: 0, quality: 0, cnps: 0 } }';
    expect(told(`${weights}\nteams: { a: { calendar: x } }`)).toEqual([
      '1:11 health.weights: at least one must be more than 0',
      '2:15 teams.a.calendar: "x" is not in calendars. There are none.',
    ]);
  });

  it('then a key that is missing is told where it should stand, and one behind an alias where that is defined', () => {
    expect(told('calendars:\n  berlin: { dayHours: 8 }\n')).toEqual([
      expect.stringMatching(/^2:3 calendars\.berlin\.timeZone: /),
    ]);
    expect(told('teams:\n  a: &due { dueBusinessDays: { response: -1 } }\n  b: *due\n')).toEqual([
      expect.stringMatching(/^2:32 teams\.a\.dueBusinessDays\.response: /),
      expect.stringMatching(/^2:32 teams\.b\.dueBusinessDays\.response: /),
    ]);
  });

  it.each([
    ['- a list', /^1:1 : /],
    ['just text', /^1:1 : /],
    ['teams: 7\n', /^1:1 teams: /],
    ['timeZone: UTC\ntimeZone: UTC\n', /^2:1 : Map keys must be unique/],
  ])('then %j is refused with its place', (yaml, problem) => {
    expect(told(yaml)).toEqual([expect.stringMatching(problem)]);
  });
});
