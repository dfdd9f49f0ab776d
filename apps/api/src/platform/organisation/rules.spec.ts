import { describe, expect, it } from '@jest/globals';
import { standardCalendar } from '@hearback/domain';
import { defaultOrganisation, parseOrganisation } from '../organisation.js';
import { allowedBusinessDays, calendarOf, configurationVersion, foldOptionsOf } from './rules.js';

const parse = (yaml: string) => parseOrganisation(yaml, 'x.yaml');

const organisation = parse(`
timeZone: Europe/Berlin
calendars:
  lisbon: { timeZone: Europe/Lisbon }
dueBusinessDays: { response: 4 }
teams:
  payments:
    calendar: lisbon
    dueBusinessDays: { response: 2, stages: { Onsite: { response: 1, decision: 10 } } }
  risk: { name: Risk }
`);

describe('given an organisation with teams', () => {
  it('then a team has its calendar, any other the standard one in the zone of the organisation', () => {
    expect(calendarOf(organisation, 'payments')).toBe(organisation.calendars['lisbon']);
    for (const team of ['risk', 'unknown', 'constructor', '__proto__', undefined, null]) {
      expect(calendarOf(organisation, team)).toBe(standardCalendar('Europe/Berlin'));
    }
  });

  it.each([
    ['response', 'payments', 'Onsite', 1],
    ['response', 'payments', 'Phone', 2],
    ['response', 'payments', undefined, 2],
    ['response', 'risk', 'Onsite', 4],
    ['response', null, null, 4],
    ['response', 'constructor', 'constructor', 4],
    ['response', 'payments', 'constructor', 2],
    ['decision', 'payments', 'Onsite', 10],
    ['decision', 'payments', 'Phone', undefined],
    ['decision', 'risk', 'Onsite', undefined],
    ['feedback', 'payments', 'Onsite', 5],
    ['scorecard', 'risk', undefined, 1],
    ['request', 'unknown', undefined, 5],
  ] as const)('then %s in team %s at stage %s is due after %s business days', (kind, team, stage, days) => {
    expect(allowedBusinessDays(organisation, kind, team, stage)).toBe(days);
  });

  it('then the fold gets its zone and what it infers', () => {
    expect(foldOptionsOf(organisation)).toEqual({ timeZone: 'Europe/Berlin', inferResponses: true });
  });
});

describe('the version of a configuration', () => {
  const version = (yaml: string) => configurationVersion(parse(yaml));
  const defaults = configurationVersion(defaultOrganisation);

  it('is short, and the same for what says the same', () => {
    expect(defaults).toMatch(/^[0-9a-f]{12}$/);
    expect(version('minimumGroup: 5\ntimeZone: UTC\n')).toBe(defaults);
    expect(
      version(
        'teams: { a: { calendar: x }, b: { dueBusinessDays: { response: 1 } } }\ncalendars: { x: { timeZone: UTC } }',
      ),
    ).toBe(
      version(
        'calendars: { x: { timeZone: UTC, dayHours: 8 } }\nteams: { b: { dueBusinessDays: { response: 1 } }, a: { calendar: x } }',
      ),
    );
  });

  it.each([
    'teams: { a: { name: A, recipients: { mail: [a@example.com] } } }',
    'stages: [Phone, Onsite]',
    'calendars: { unused: { timeZone: Europe/Berlin } }',
    'sources: { ats: { url: "https://ats.example.com" } }',
  ])('stays with %s, which changes no figure', (yaml) => {
    expect(version(yaml)).toBe(defaults);
  });

  it('differs with everything that changes a figure', () => {
    const different = [
      '',
      'timeZone: Europe/Berlin',
      'dueBusinessDays: { response: 2 }',
      'dueBusinessDays: { decision: 2 }',
      'horizons: { responseDays: 7 }',
      'minimumGroup: 6',
      'inferResponses: false',
      'health: { weights: { cnps: 0 } }',
      'health: { bands: { watch: 40 } }',
      'teams: { a: { dueBusinessDays: { response: 2 } } }',
      'teams: { b: { dueBusinessDays: { response: 2 } } }',
      'teams: { a: { calendar: x } }\ncalendars: { x: { timeZone: Europe/Berlin } }',
      'teams: { a: { calendar: x } }\ncalendars: { x: { timeZone: Europe/Berlin, holidays: [2026-12-25] } }',
    ];
    expect(new Set(different.map(version)).size).toBe(different.length);
  });
});
