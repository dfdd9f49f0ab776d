import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { violationsOf } from './axe.js';
import { figuresIn, hasBrowser, launchBrowser, newPage, settledPage } from './dashboard.js';
import { send } from './events.js';
import {
  eventually,
  removeDirectory,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';
import { startMailServer, type MailServer } from './mail-server.js';

const inBrowser = hasBrowser ? it : it.skip;
const DAY = 86_400_000;

const CONFIGURATION = `
scores: { digest: { mail: [boss@example.com] } }
teams:
  payments: { name: Payments, recipients: { mail: [hiring@example.com, gone@example.com] } }
  made-up: { recipients: { mail: [nobody@example.com] } }
`;

interface Told {
  readonly publishedAt: string;
  readonly score: number;
  readonly n: number;
  readonly text: { readonly nextStep: string };
}
interface ScoreOfWeek {
  readonly published: Told;
  readonly revised?: { readonly score: number };
}
interface Messages {
  readonly total: number;
  readonly messages: readonly { readonly id: string; readonly to: string; readonly status: string }[];
}

let mails: MailServer;
let hearback: HearbackProcess;
let browser: Browser | undefined;
/** Published, as the one before it is. The one before both is not. */
let last: string;
let before: string;
let unpublished: string;
/** When nothing had been published, and the last week was over. */
let asOfBefore: string;

const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

const event = (type: string, time: string, data: object, source = 'https://ats.example.com'): object => ({
  specversion: '1.0',
  id: `${type} ${JSON.stringify(data)}`.slice(0, 190),
  source,
  type: `hearback.${type}.v1`,
  time,
  data,
});

const held = (team: string, application: string, days: number, source?: string): object =>
  event(
    'interview.completed',
    ago(days),
    { applicationId: application, interviewId: 'i', endedAt: ago(days), teamId: team, stage: 'Onsite' },
    source,
  );
const answered = (application: string, days: number): object =>
  event('response.sent', ago(days), {
    applicationId: application,
    interviewId: 'i',
    kind: 'decision',
    channel: 'email',
  });

/** The ISO week so many weeks before that of an instant, in UTC. */
function weekBefore(weeks: number): string {
  const day = new Date(Date.now() - weeks * 7 * DAY);
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const number = 1 + Math.floor((thursday.getTime() - first) / (7 * DAY));
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`;
}

beforeAll(async () => {
  mails = await startMailServer('gone@example.com');
  const directory = await temporaryDirectory();
  const file = join(directory, 'organisation.yaml');
  await writeFile(file, CONFIGURATION);
  [hearback, browser] = await Promise.all([
    startHearback({
      directory,
      environment: { HEARBACK_CONFIG: file, SMTP_URL: mails.url, MAIL_FROM: 'hearback@example.com' },
    }),
    launchBrowser(),
  ]);
  await hearback.get('/api/v1/organisation');
  [last, before, unpublished] = [weekBefore(1), weekBefore(2), weekBefore(3)];
  const days = [22, 21, 20, 19, 18, 17, 16, 15];
  const names = days.map((_, index) => `app-${index}`);
  await send(hearback.url, [
    ...days.map((day, index) => held('payments', names[index]!, day)),
    ...names.slice(0, 5).map((name, index) => answered(name, days[index]! - 1)),
    ...['x', 'y', 'z'].map((name, index) => held('few', `few-${name}`, 16 + index)),
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) =>
      held('made-up', `made-up-${name}`, 15 + index, 'https://simulated.hearback.example/ats-a'),
    ),
  ]);
  await hearback.settled();
  asOfBefore = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 60_000).toISOString();
  for (const week of [before, last]) {
    const response = await fetch(`${hearback.url}/api/v1/scores/publish?week=${week}`, { method: 'POST' });
    expect(response.status).toBe(201);
  }
  await concluded();
  // What is known later makes another score of the week.
  await send(hearback.url, [answered('app-6', 15.5), answered('app-7', 14.9)]);
  await hearback.settled();
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await mails.close();
  await removeDirectory(hearback.directory);
});

/** Every message has come to an end. */
async function concluded(): Promise<Messages> {
  return eventually(async () => {
    const all = await hearback.get<Messages>('/api/v1/messages');
    if (all.total < 6 || all.messages.some(({ status }) => !['sent', 'refused'].includes(status)))
      throw new Error(JSON.stringify(all));
    return all;
  });
}

async function open(path: string, options = {}): Promise<Page> {
  const page = await newPage(browser!, options);
  // A week that is not published is computed anew with the eleven before it.
  page.setDefaultTimeout(120_000);
  await page.goto(hearback.url + path);
  await settledPage(page);
  return page;
}

describe('what a team was told', () => {
  inBrowser('stands on its page as it was published, and what was revised beside it', async () => {
    const { published, revised } = await hearback.get<ScoreOfWeek>(`/api/v1/scores/payments/${last}`);
    const page = await open('/teams/payments');
    const section = page.getByTestId('score');
    const shown = await figuresIn(section);
    expect(shown.get('score')?.value).toBeCloseTo(published.score, 3);
    expect(shown.get('revised')?.value).toBeCloseTo(revised!.score, 3);
    expect(revised!.score).toBeGreaterThan(published.score);
    const text = await section.innerText();
    const change = /revised since: ([\d.]+) \(published ([\d.]+)\)/.exec(text);
    expect(Number(change?.[1])).toBe(Number(revised!.score.toFixed(1)));
    expect(Number(change?.[2])).toBe(Number(published.score.toFixed(1)));
    expect(text).toContain(`n = ${published.n}`);
    expect(text).toContain(published.text.nextStep);
    expect(await page.getByTestId('standing').innerText()).toContain('published on');
    await page.close();
  });

  inBrowser('stands week by week, and leads to each', async () => {
    const page = await open('/teams/payments');
    const lines = page.getByTestId('scores').locator('[data-week]');
    expect(await lines.first().getAttribute('data-week')).toBe(last);
    const published = page.locator(`[data-week="${before}"] [data-figure="published"]`);
    const told = await hearback.get<ScoreOfWeek>(`/api/v1/scores/payments/${before}`);
    expect(Number(await published.innerText())).toBeCloseTo(told.published.score, 1);
    expect(await page.locator(`[data-week="${last}"]`).innerText()).toContain('revised');
    expect(await page.locator(`[data-week="${unpublished}"]`).innerText()).toContain('not published');

    await page.getByTestId('export-scores').click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-csv').click()]);
    const csv = (await readFile(await file.path())).toString('utf8').split('\r\n');
    expect(csv[1]).toContain(last);
    expect(csv[1]).toContain(
      (await hearback.get<ScoreOfWeek>(`/api/v1/scores/payments/${last}`)).published.publishedAt,
    );

    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: before }).click();
    await eventually(async () =>
      expect(await page.getByTestId('standing').innerText()).toContain(`Week ${Number(before.slice(6))} of`),
    );
    expect(new URL(page.url()).searchParams.get('week')).toBe(before);
    await page.close();
  });

  inBrowser('before it was published, it is not told', async () => {
    const page = await open(`/teams/payments?asOf=${asOfBefore}`);
    await eventually(async () =>
      expect(await page.getByTestId('standing').innerText()).toContain('not published yet'),
    );
    expect(await page.getByTestId('nothing-published').count()).toBe(1);
    expect(await page.getByTestId('message-later').innerText()).toContain(
      'nothing had been published or sent',
    );
    expect(await page.getByTestId('mail-frame').count()).toBe(0);
    await page.close();
  });

  inBrowser('given too few, then that is said, and why', async () => {
    const page = await open('/teams/few');
    expect((await figuresIn(page.getByTestId('score'))).get('score')).toMatchObject({ text: 'too few (3)' });
    expect(await page.getByTestId('score-withheld').innerText()).toContain('5 applications');
    await page.close();
  });
});

describe('the message', () => {
  inBrowser('is shown as it was sent, to whom, and what became of it', async () => {
    const page = await open('/teams/payments');
    const section = page.getByTestId('message');
    const receiver = (to: string) => section.getByTestId('receiver').filter({ hasText: to });
    expect(await receiver('hiring@').innerText()).toMatch(/Mail\s.*Sent .*\s1\s+250/s);
    expect(await receiver('gone@').innerText()).toMatch(/Refused .*550 5\.1\.1 There is no such mailbox/s);
    expect(await section.getByTestId('message-caption').innerText()).toContain('As it was sent to hiring@');
    const frame = page.frameLocator('[data-testid="mail-frame"]');
    expect(await frame.locator('h1').innerText()).toBe('Payments');
    const picture = frame.locator('img');
    expect(await picture.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(100);
    expect(await page.getByTestId('mail-frame').getAttribute('sandbox')).not.toContain('allow-scripts');
    // The theme of the page is that of the mail.
    const ground = (): Promise<string> =>
      frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    expect(await ground()).toBe('rgb(242, 243, 245)');
    await page.getByTestId('theme').selectOption('dark');
    await eventually(async () => expect(await ground()).toBe('rgb(22, 24, 28)'));

    await section.getByTestId('channel-slack').focus();
    await page.keyboard.press('Space');
    expect(await section.getByTestId('message-body').innerText()).toContain('"blocks"');
    expect(await section.getByTestId('message-caption').innerText()).toContain('Preview');
    await page.close();
  });

  inBrowser('of a week that is not published is a preview, and called so', async () => {
    const page = await open(`/teams/payments?week=${unpublished}`);
    await page.getByTestId('message-preview').locator('summary').first().focus();
    await page.keyboard.press('Enter');
    await page.frameLocator('[data-testid="mail-frame"]').locator('h1').waitFor();
    expect(await page.getByTestId('message-caption').innerText()).toContain('Nothing is published yet');
    expect(await page.getByTestId('standing').innerText()).toContain(`scores publish --week ${unpublished}`);
    await page.close();
  });

  inBrowser('is not sent about simulated data, and that is said', async () => {
    const page = await open('/teams/made-up');
    expect(await page.getByTestId('standing').innerText()).toContain('published on');
    expect(await page.getByTestId('nothing-sent').innerText()).toContain('scores: { simulated: true }');
    expect(mails.taken).not.toContain('nobody@example.com');
    await page.close();
  });
});

describe('messages that nobody got', () => {
  inBrowser('are told of on the first page, and sent again once they can arrive', async () => {
    const page = await open('/');
    const banner = page.getByTestId('messages-banner');
    expect(await banner.innerText()).toContain('2 messages about scores were refused.');
    await banner.getByRole('link').click();
    const failed = page.getByTestId('failed-messages').getByTestId('message-item');
    await failed.first().waitFor();
    expect(await failed.count()).toBe(2);
    await failed.first().getByText('Attempts').click();
    expect(await failed.first().locator('.attempts').innerText()).toContain('There is no such mailbox');

    // With the keyboard alone, and while the server still refuses.
    await failed.first().getByTestId('send-again').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('send-again');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const outcome = page.getByTestId('send-outcome');
    await eventually(async () => expect(await outcome.innerText()).toContain('1 message: refused again.'));
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'send-outcome',
    );

    mails.unknown.clear();
    await failed.first().getByTestId('send-again').click();
    await page.getByTestId('send-again-confirm').click();
    await eventually(async () => expect(await outcome.innerText()).toContain('1 message: sent.'));
    await eventually(async () => expect(await failed.count()).toBe(1));
    expect(mails.taken.filter((to) => to === 'gone@example.com')).toHaveLength(1);

    await page.getByTestId('send-all-refused').click();
    await page.getByTestId('send-all-refused-confirm').click();
    await eventually(async () => expect(await outcome.innerText()).toContain('1 message: sent.'));
    await page.getByTestId('failed-messages').waitFor({ state: 'detached' });
    const all = page.getByTestId('messages').getByTestId('message-item');
    expect(await all.evaluateAll((items) => items.map((item) => item.getAttribute('data-status')))).toEqual(
      Array.from({ length: 6 }, () => 'sent'),
    );
    await page.goto(hearback.url);
    await settledPage(page);
    expect(await banner.count()).toBe(0);
    await page.close();
  });

  inBrowser('stand in a list that the address narrows; a digest can be read as well', async () => {
    const page = await open(`/messages?week=${last}&team=payments`);
    const items = page.getByTestId('messages').getByTestId('message-item');
    expect(await items.count()).toBe(2);
    await page.getByTestId('by-team').selectOption('');
    await eventually(async () => expect(await items.count()).toBe(3));
    expect(new URL(page.url()).search).toBe(`?week=${last}`);
    const digest = items.filter({ hasText: 'boss@example.com' });
    expect(await digest.innerText()).toContain('All teams');
    await digest.getByTestId('message-open').locator('summary').first().click();
    await digest.frameLocator('[data-testid="mail-frame"]').getByText('Payments').first().waitFor();
    await page.goto(`${hearback.url}/messages?status=lost`);
    await settledPage(page);
    expect(await page.getByTestId('ignored-parameters').innerText()).toContain('status=lost');
    await page.close();
  });
});

describe('the pages about scores', () => {
  inBrowser.each([
    { colorScheme: 'light' as const, width: 1440 },
    { colorScheme: 'dark' as const, width: 390 },
  ])(
    'axe finds nothing in $colorScheme, and nothing is wider than $width px',
    async ({ colorScheme, width }) => {
      const found: string[] = [];
      const page = await open('/messages', { colorScheme, viewport: { width, height: 900 } });
      await page.getByTestId('message-open').first().locator('summary').first().click();
      await page.getByTestId('mail-frame').first().waitFor();
      await page.getByTestId('send-again').first().click();
      const look = async (name: string): Promise<void> => {
        found.push(...(await violationsOf(page)).map((violation) => `${name} ${violation}`));
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
          found.push(`${name} is wider than ${width} px`);
      };
      await look('messages');
      for (const path of [`/teams/payments?week=${last}`, `/teams/few?week=${unpublished}`]) {
        await page.goto(hearback.url + path);
        await settledPage(page);
        await look(path);
      }
      await page.close();
      expect(found).toEqual([]);
    },
  );

  inBrowser('a link to what the score means lands there, and marks it', async () => {
    const page = await open('/figures#latency-score', { viewport: { width: 390, height: 800 } });
    const place = page.getByTestId('anchor-latency-score');
    expect(await place.getAttribute('class')).toContain('is-marked');
    await eventually(async () => {
      const box = await place.boundingBox();
      expect(box!.y).toBeGreaterThanOrEqual(0);
      expect(box!.y).toBeLessThan(700);
    });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('latency-score');
    await page.close();
  });
});
