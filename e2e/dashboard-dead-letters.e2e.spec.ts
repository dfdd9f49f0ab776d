import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { violationsOf } from './axe.js';
import { hasBrowser, launchBrowser, newPage, settledPage } from './dashboard.js';
import { early, newestLetter, report, shapeless, wrong } from './dead-letters.js';
import { completed, send } from './events.js';
import { eventually, removeDirectory, startHearback, type HearbackProcess } from './hearback-process.js';

const inBrowser = hasBrowser ? it : it.skip;
const OTHERS = 57;

let hearback: HearbackProcess;
let browser: Browser | undefined;
let page: Page;
/** From then on the events that came too early are right. */
let rightFrom: number;

beforeAll(async () => {
  [hearback, browser] = await Promise.all([startHearback(), launchBrowser()]);
  await hearback.get('/api/v1/organisation');
  if (browser !== undefined) page = await newPage(browser);
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await removeDirectory(hearback.directory);
});

async function open(path: string): Promise<void> {
  await page.goto(hearback.url + path);
  await settledPage(page);
}
const rows = () => page.getByTestId('letter');

describe('the page of rejected messages', () => {
  inBrowser('given none, then it says so, and is there although there are no events at all', async () => {
    await open('/dead-letters');
    expect(await page.getByTestId('no-letters').innerText()).toBe('Nothing was rejected.');
    expect(await violationsOf(page)).toEqual([]);
  });

  inBrowser('given some, then page by page, and narrowed by what stands in the address', async () => {
    rightFrom = Date.now() + 8_000;
    await send(hearback.url, [
      completed('right'),
      ...shapeless(OTHERS),
      early('early-1', rightFrom),
      early('early-2', rightFrom),
      wrong('wrong-1'),
      wrong('wrong-2'),
    ]);
    await hearback.settled();
    await open('/dead-letters');
    expect(await rows().count()).toBe(50);
    expect(await page.getByTestId('replay-choice').innerText()).toContain(`${OTHERS + 4} messages`);
    await page.getByTestId('more').click();
    await eventually(async () => expect(await rows().count()).toBe(OTHERS + 4));
    await page.getByTestId('letters-reason').selectOption('invalid-data');
    await eventually(async () => expect(await rows().count()).toBe(2));
    expect(new URL(page.url()).searchParams.get('reason')).toBe('invalid-data');
    await page.reload();
    await settledPage(page);
    expect(await rows().count()).toBe(2);
    await open('/dead-letters?since=2020-01-01&until=2020-01-02');
    expect(await page.getByTestId('no-letters').innerText()).toBe('No rejected message is like that.');
    await open('/dead-letters?outcome=mended');
    expect(await page.locator('main').innerText()).toContain('outcome=mended');
    await open('/data');
    await page.getByTestId('to-dead-letters').click();
    await page.waitForURL(/\/dead-letters$/);
  });

  inBrowser(
    'given one that is ticked, then it is tried first, and sent again; the list says what came of it',
    async () => {
      await open('/dead-letters?reason=invalid-data');
      await rows().first().getByRole('checkbox').check();
      expect(await page.getByTestId('replay-choice').innerText()).toContain('1 message chosen');
      await page.getByTestId('replay-try').click();
      expect(await report(page, 'done')).toBe('Nothing was sent. Of these would be: 1 rejected again.');
      expect(await newestLetter(hearback, 'reason=invalid-data&outcome=rejected')).toBeUndefined();
      await page.getByTestId('replay-send').click();
      await eventually(async () => expect(await report(page, 'done')).toBe('1 rejected again.'));
      const result = page.getByTestId('replay-result');
      expect(await result.getAttribute('data-outcome')).toBe('rejected');
      expect(await result.innerText()).toContain('data.endedAt');
      await page.locator('[data-testid="letter"][data-outcome="rejected"]').waitFor();
    },
  );

  inBrowser(
    'given all of a filter, then they are recorded once their time has come; twice changes nothing',
    async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, rightFrom + 500 - Date.now())));
      await open('/dead-letters?reason=time-out-of-range');
      expect(await page.getByTestId('replay-choice').innerText()).toContain('2 messages of this filter');
      await page.getByTestId('replay-send').click();
      expect(await report(page, 'done')).toBe('2 recorded.');
      await page.locator('[data-testid="letter"][data-outcome="recorded"]').nth(1).waitFor();
      await page.getByTestId('replay-send').click();
      await eventually(async () => expect(await report(page, 'done')).toBe('2 known already.'));
      await hearback.settled();
      const { events } = await hearback.get<{ events: { count: number } }>('/api/v1/organisation');
      expect(events.count).toBe(3);
    },
  );

  inBrowser(
    'given one in full, then each fault is marked where it stands, and mended by hand it is resolved',
    async () => {
      const id = (await newestLetter(hearback, 'reason=invalid-data&outcome=none'))!;
      await open(`/dead-letters?reason=invalid-data&letter=${encodeURIComponent(id)}`);
      const marked = page.locator('mark');
      expect(await marked.allInnerTexts()).toEqual([expect.stringMatching(/^"yesterday"\d$/)]);
      expect(await page.locator('[data-path="data.endedAt"]').getAttribute('data-marked')).toBe('true');
      expect(await page.locator('[data-path="data.interviewId"]').innerText()).toContain(
        'not there in the message',
      );
      expect(await page.getByTestId('letter-headers').innerText()).toContain('hearback-origin');
      expect(await page.getByTestId('letter-origin').innerText()).toContain('the HTTP API');
      await page.getByTestId('mend').click();
      const editor = page.getByTestId('mended-event');
      const original = await editor.inputValue();
      await editor.fill('{');
      expect(await page.getByTestId('mend-send').isDisabled()).toBe(true);
      await editor.fill(
        original
          .replace('"yesterday"', '"2026-03-04T10:00:00Z"')
          .replace('"data": {', '"data": { "interviewId": "i",'),
      );
      expect(await violationsOf(page)).toEqual([]);
      await page.getByTestId('mend-try').click();
      await page.locator('[data-testid="mend-result"][data-outcome="recorded"]').waitFor();
      expect(await page.getByTestId('mend-result').innerText()).toBe('Would be recorded');
      await page.getByTestId('mend-send').click();
      await eventually(async () =>
        expect(await page.getByTestId('mend-result').innerText()).toBe('Recorded'),
      );
      expect(await page.getByTestId('letter-replays').innerText()).toContain('mended by hand: Recorded');
      await page.getByTestId('back-to-letters').click();
      await page.locator(`[data-id="${id}"][data-outcome="recorded"]`).waitFor();
      expect(new URL(page.url()).searchParams.get('reason')).toBe('invalid-data');
    },
  );

  inBrowser('with the keyboard alone: to a message, tick it, try it', async () => {
    await open('/dead-letters?reason=not-cloudevent');
    const tabTo = async (selector: string): Promise<void> => {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector))
          return;
      }
      throw new Error(`${selector} can't be reached`);
    };
    await tabTo('[data-testid="letter"] input');
    await page.keyboard.press('Space');
    expect(await page.getByTestId('replay-choice').innerText()).toContain('1 message chosen');
    await tabTo('[data-testid="letter"] a');
    await page.keyboard.press('Enter');
    await page.getByTestId('faults').waitFor();
    await tabTo('[data-testid="replay-try"]');
    await page.keyboard.press('Enter');
    expect(await report(page, 'done')).toContain('1 rejected again');
  });
});
