import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './environment.js';
import { defaultOrganisation, loadOrganisation, parseOrganisation } from './organisation.js';

describe('the organisation', () => {
  it('given nothing, then UTC, answers inferred, and a horizon of 14 days', () => {
    expect(parseOrganisation('', 'x.yaml')).toEqual(defaultOrganisation);
    expect(defaultOrganisation).toMatchObject({
      timeZone: 'UTC',
      inferResponses: true,
      horizons: { responseDays: 14 },
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
