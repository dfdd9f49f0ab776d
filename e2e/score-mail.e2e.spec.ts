import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser, type ParsedMail } from 'mailparser';
import { type Browser } from 'playwright-core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- one real mail server for the tests of all levels
import {
  receiveMail,
  type MailReceiver,
  type ReceivedMail,
} from '../apps/api/src/scores/testing/receivers.js';
import { violationsOf } from './axe.js';
import { hasBrowser, launchBrowser, newPage } from './dashboard.js';
import {
  eventually,
  removeDirectory,
  spawnHearback,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';

const inBrowser = hasBrowser ? it : it.skip;
/** A mail is no page of a site: it has no landmarks. */
const NOT_OF_A_MAIL = ['region', 'landmark-one-main'];
const CONFIGURATION = `
timeZone: Europe/Berlin
teams:
  sim-payments: { recipients: { mail: [payments@example.com] } }
scores: { simulated: true, digest: { mail: [leaders@example.com] } }
`;

let directory: string;
let hearback: HearbackProcess;
let receiver: MailReceiver;
let browser: Browser | undefined;
const mails = new Map<string, { received: ReceivedMail; parsed: ParsedMail }>();

beforeAll(async () => {
  directory = await temporaryDirectory();
  const configuration = join(directory, 'hearback.config.yaml');
  await writeFile(configuration, CONFIGURATION);
  receiver = await receiveMail();
  browser = await launchBrowser();
  hearback = await startHearback({
    directory: join(directory, 'data'),
    environment: {
      HEARBACK_CONFIG: configuration,
      SMTP_URL: receiver.url,
      MAIL_FROM: 'Hearback <hearback@example.com>',
      PUBLIC_URL: 'https://hearback.example.com/',
    },
  });
  await hearback.get('/api/v1/organisation');
  await run('simulate', '--teams', '4', '--weeks', '20', '--seed', '1');
  await hearback.settled();
  expect(await run('scores', 'publish')).toMatch(/published now \d+, found published 0/);
  await eventually(() => {
    if (receiver.mails.length < 2) throw new Error(`only ${receiver.mails.length} mails`);
    return Promise.resolve();
  });
  for (const received of receiver.mails)
    mails.set(received.to, { received, parsed: await simpleParser(received.raw) });
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await receiver.close();
  await removeDirectory(directory);
});

/** @returns what it printed; throws when it did not end well */
async function run(...args: string[]): Promise<string> {
  const child = spawnHearback(args, { HEARBACK_URL: hearback.url });
  if ((await child.exited()) !== 0) throw new Error(child.output());
  return child.output();
}

const mailTo = (to: string): ParsedMail => mails.get(to)!.parsed;

describe('the mails of a week, over a real mail server', () => {
  it('come once each, and publishing again sends nothing', async () => {
    expect(receiver.mails.map(({ to }) => to).sort()).toEqual([
      'leaders@example.com',
      'payments@example.com',
    ]);
    expect(await run('scores', 'publish')).toMatch(/published now 0, found published \d+/);
    expect(await run('scores', 'messages', '--status', 'sent')).toContain('2 of 2 messages');
    expect(receiver.mails).toHaveLength(2);
  });

  it('are well-formed: text, HTML with its picture inside, ids and no answer wanted', () => {
    const { from, subject, messageId, headers, attachments, text, html } = mailTo('payments@example.com');
    expect(from?.text).toBe('"Hearback" <hearback@example.com>');
    expect(subject).toMatch(/^Payments: feedback score \d+( \([+−±][\d.]+\))? in week \d+ of \d{4}$/);
    expect(messageId).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(text).toBeTruthy();
    expect(html).toBeTruthy();
    const [picture] = attachments;
    expect(attachments).toHaveLength(1);
    expect(picture).toMatchObject({ cid: 'trend', contentType: 'image/png', related: true });
    expect(picture?.content.subarray(1, 4).toString('latin1')).toBe('PNG');
    const lines = mails.get('payments@example.com')!.received.raw.toString('latin1').split('\r\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(998);
  });

  it('name what went well first, then the score, then one thing to do, then what it is made of', () => {
    const text = mailTo('payments@example.com').text ?? '';
    const places = [
      'What went well: ',
      'Score: ',
      'One thing to do: ',
      'Where the points went:',
      'How the score is computed:',
      'https://hearback.example.com/figures#latency-score',
    ].map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).not.toMatch(/<[a-z]|&amp;|undefined|NaN|null/);
  });

  it('name nobody: neither candidates nor interviewers', () => {
    for (const { parsed } of mails.values()) {
      const all = `${parsed.text ?? ''} ${String(parsed.html)}`;
      expect(all).not.toMatch(/c_[0-9a-f]{32}/);
      expect(all).not.toMatch(/sim-[a-z0-9]+-(candidate|interviewer|person)/);
    }
  });

  it('tell the score that the API tells', async () => {
    const { lastFinishedWeek } = await hearback.get<{ lastFinishedWeek: string }>('/api/v1/organisation');
    const { published } = await hearback.get<{
      published: { score: number; low: number; high: number; n: number };
    }>(`/api/v1/scores/sim-payments/${lastFinishedWeek}`);
    const text = mailTo('payments@example.com').text ?? '';
    expect(text).toContain(`Score: ${Math.round(published.score)} of 100`);
    expect(text).toContain(
      `95 % interval ${Math.round(published.low)} to ${Math.round(published.high)}, from ${published.n} interviews`,
    );
    const csv = mailTo('leaders@example.com').attachments[0]?.content.toString('utf8') ?? '';
    expect(csv).toContain(`sim-payments,Payments,${published.score},`);
  });

  for (const to of ['payments@example.com', 'leaders@example.com'])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [600, 360])
        inBrowser(`to ${to} can be read at ${width} px in ${colorScheme}`, async () => {
          const page = await newPage(browser!, { viewport: { width, height: 900 }, colorScheme });
          await page.setContent(withPicture(mailTo(to)));
          expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
          const images = await page
            .locator('img')
            .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
          expect(images).toEqual(to === 'payments@example.com' ? [1120] : []);
          // In the dark, the ground is dark: what a client inverts by itself can't be known, what it is told can.
          const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
          expect(ground).toBe(colorScheme === 'dark' ? 'rgb(22, 24, 28)' : 'rgb(242, 243, 245)');
          expect(await violationsOf(page, NOT_OF_A_MAIL)).toEqual([]);
          await page.close();
        });
});

function withPicture({ html, attachments }: ParsedMail): string {
  const picture = attachments.find(({ cid }) => cid === 'trend')?.content.toString('base64');
  return String(html).replace('cid:trend', `data:image/png;base64,${picture ?? ''}`);
}
