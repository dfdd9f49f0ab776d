import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { violationsOf } from './axe.js';
import { hasBrowser, launchBrowser, newPage, settledPage } from './dashboard.js';
import { newestLetter, report, shapeless, wrong } from './dead-letters.js';
import { send } from './events.js';
import { removeDirectory, startHearback, type HearbackProcess } from './hearback-process.js';

const inBrowser = hasBrowser ? it : it.skip;
const OTHERS = 3;

let hearback: HearbackProcess;
let browser: Browser | undefined;
let page: Page;

beforeAll(async () => {
  [hearback, browser] = await Promise.all([startHearback(), launchBrowser()]);
  await hearback.get('/api/v1/organisation');
  await send(hearback.url, [...shapeless(OTHERS), wrong('wrong')]);
  await hearback.settled();
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

describe('on bad days', () => {
  inBrowser(
    'given an outage, then it says so instead of an empty list, and opens by itself when it is over',
    async () => {
      await page.route('**/api/v1/dead-letters?*', (route) => route.abort());
      await page.goto(`${hearback.url}/dead-letters`);
      await page.getByTestId('outage').waitFor();
      expect(await page.getByTestId('no-letters').count()).toBe(0);
      await page.unroute('**/api/v1/dead-letters?*');
      await rows().first().waitFor();
    },
  );

  inBrowser(
    'given an outage while sending, then it is told, and that sending again is harmless',
    async () => {
      await open('/dead-letters?reason=not-cloudevent');
      await page.route('**/replay', (route) => route.abort());
      await page.getByTestId('replay-send').click();
      expect(await page.getByTestId('replay-error').innerText()).toContain('Sending them again is harmless.');
      await page.unroute('**/replay');
      await page.getByTestId('replay-try').click();
      expect(await report(page, 'done')).toContain(`${OTHERS} rejected again`);
    },
  );

  inBrowser('given one whose original is gone, then that is said, and it can only be mended', async () => {
    const id = (await newestLetter(hearback, 'reason=not-cloudevent'))!;
    await page.route('**/api/v1/dead-letters/*', async (route) => {
      const response = await route.fetch();
      const letter = (await response.json()) as object;
      const gone = { isKept: false, text: null, bytesBase64: '', headers: {}, headersBase64: {} };
      await route.fulfill({ response, json: { ...letter, ...gone } });
    });
    await open(`/dead-letters?letter=${encodeURIComponent(id)}`);
    expect(await page.getByTestId('original-gone').innerText()).toContain('deadLetters.keepDays');
    expect(await page.getByTestId('replay-send').count()).toBe(0);
    expect(await page.getByTestId('mend').count()).toBe(1);
    await page.unroute('**/api/v1/dead-letters/*');
  });

  inBrowser('given one that is none, then it cannot be found', async () => {
    await open('/dead-letters?letter=no%2F0%2F1');
    expect(await page.getByTestId('unknown').innerText()).toContain('No message was rejected at "no/0/1"');
  });
});

describe('for everybody', () => {
  inBrowser.each(['light', 'dark'] as const)(
    'axe finds nothing in %s, and no page is too wide',
    async (colorScheme) => {
      const id = (await newestLetter(hearback, 'reason=invalid-data'))!;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const path of ['/dead-letters', `/dead-letters?letter=${encodeURIComponent(id)}`]) {
        await page.setViewportSize({ width: 1440, height: 1000 });
        await open(path);
        expect([path, ...(await violationsOf(page))]).toEqual([path]);
        for (const width of [360, 768]) {
          await page.setViewportSize({ width, height: 900 });
          const [needed, there] = await page.evaluate(() => [
            document.documentElement.scrollWidth,
            innerWidth,
          ]);
          expect([path, width, needed <= there]).toEqual([path, width, true]);
        }
        expect([path, ...(await violationsOf(page))]).toEqual([path]);
      }
    },
  );
});
