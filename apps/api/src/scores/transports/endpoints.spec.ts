import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseOrganisation } from '../../platform/organisation.js';
import { parseEndpoints, withoutSecrets } from './endpoints.js';
import { retryAfter } from './http-post.js';

const organisation = parseOrganisation(
  `
teams:
  payments: { recipients: { mail: [a@example.com], slack: [pay-chat], msTeams: [pay], webhook: [hr] } }
  search: { recipients: { slack: [pay-chat] } }
scores: { digest: { webhook: [leaders_1] } }
`,
  'test.yaml',
);

const ALL = {
  SMTP_URL: 'smtps://user:p%40ssw0rd@mail.example.com',
  MAIL_FROM: 'Hearback <hearback@example.com>',
  SLACK_URL_PAY_CHAT: 'https://hooks.slack.com/services/T000/B000/s3cr3tpath',
  MSTEAMS_URL_PAY: 'https://example.webhook.office.com/x?sig=t0ken',
  WEBHOOK_URL_HR: 'https://hr.example.com/hook',
  WEBHOOK_SECRET_HR: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  WEBHOOK_URL_LEADERS_1: 'https://leaders.example.com/hook',
  WEBHOOK_SECRET_LEADERS_1: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
};

const message = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('the endpoints that the configuration names', () => {
  it('are found under their names', () => {
    const endpoints = parseEndpoints(ALL, organisation);
    expect(endpoints.mail).toEqual({ url: ALL.SMTP_URL, from: ALL.MAIL_FROM });
    expect([...endpoints.slack]).toEqual([['pay-chat', ALL.SLACK_URL_PAY_CHAT]]);
    expect([...endpoints.msTeams.keys()]).toEqual(['pay']);
    expect([...endpoints.webhook.keys()]).toEqual(['hr', 'leaders_1']);
  });

  it('may stand in files', () => {
    const directory = mkdtempSync(join(tmpdir(), 'hearback-secrets-'));
    const file = join(directory, 'smtp');
    writeFileSync(file, `${ALL.SMTP_URL}\n`);
    const { SMTP_URL: _url, ...rest } = ALL;
    expect(parseEndpoints({ ...rest, SMTP_URL_FILE: file }, organisation).mail?.url).toBe(ALL.SMTP_URL);
    expect(message(() => parseEndpoints({ ...ALL, SMTP_URL_FILE: file }, organisation))).toContain(
      'SMTP_URL and SMTP_URL_FILE are both set',
    );
    rmSync(directory, { recursive: true });
    expect(message(() => parseEndpoints({ ...rest, SMTP_URL_FILE: file }, organisation))).toContain(
      "can't be read (ENOENT)",
    );
  });

  it('are all missed at once, each with who needs it', () => {
    const told = message(() => parseEndpoints({}, organisation));
    expect(told).toContain('The environment has 8 problem(s)');
    for (const name of Object.keys(ALL)) expect(told).toContain(`${name} (or ${name}_FILE): is missing`);
    expect(told).toContain('teams.payments.recipients.slack needs it');
    expect(told).toContain('scores.digest.webhook needs it');
  });

  it('are refused without telling what they hold', () => {
    const wrong = {
      ...ALL,
      SLACK_URL_PAY_CHAT: 'ftp://s3cr3t',
      SMTP_URL: 'http://s3cr3t',
      WEBHOOK_SECRET_HR: 's3cr3t',
    };
    const told = message(() => parseEndpoints(wrong, organisation));
    expect(told).toContain('SLACK_URL_PAY_CHAT: must be an http(s) URL');
    expect(told).toContain('SMTP_URL: must be an SMTP URL');
    expect(told).toContain('WEBHOOK_SECRET_HR: must be 18 random bytes or more');
    expect(told).not.toContain('s3cr3t');
  });

  it('are refused with a password that can not be decoded', () => {
    const told = message(() => parseEndpoints({ ...ALL, SMTP_URL: 'smtp://u:s3cr3t%zz@host' }, organisation));
    expect(told).toContain('SMTP_URL: must have % in its user and password written as %25');
    expect(told).not.toContain('s3cr3t');
  });

  it('must not share a variable under two names', () => {
    const two = parseOrganisation('{ scores: { digest: { slack: [pay-chat, PAY_CHAT] } } }', 'test.yaml');
    expect(message(() => parseEndpoints(ALL, two))).toContain(
      'scores.digest.slack: "PAY_CHAT" and "pay-chat" would share a variable; rename one',
    );
  });

  it('are not needed where nobody is to get anything', () => {
    expect(parseEndpoints({}, parseOrganisation('{}', 'test.yaml')).mail).toBeUndefined();
  });
});

describe('what a receiver says', () => {
  it('is cleaned of every secret, whole or in part', () => {
    const endpoints = parseEndpoints(ALL, organisation);
    const said = [
      `bad ${ALL.SLACK_URL_PAY_CHAT}`,
      'no /services/T000/B000/s3cr3tpath',
      'AUTH p@ssw0rd failed',
      'p%40ssw0rd',
      Buffer.from('p@ssw0rd').toString('base64'),
      '/x?sig=t0ken',
      ALL.WEBHOOK_SECRET_HR,
    ].map((text) => withoutSecrets(text, endpoints));
    expect(said).toEqual(['bad ***', 'no ***', 'AUTH *** failed', '***', '***', '***', '***']);
  });

  it('in Retry-After is understood as seconds and as a date', () => {
    const now = new Date('2026-11-23T07:00:00Z');
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Mon, 23 Nov 2026 07:01:30 GMT', now)).toBe(90_000);
    expect(retryAfter('Mon, 23 Nov 2026 06:00:00 GMT', now)).toBe(0);
    expect(retryAfter('soon', now)).toBeUndefined();
    expect(retryAfter(null, now)).toBeUndefined();
  });
});
