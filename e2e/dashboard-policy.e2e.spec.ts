import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Browser } from 'playwright-core';
import { hasBrowser, launchBrowser, settledPage, watchedPage } from './dashboard.js';
import { removeDirectory, type HearbackProcess } from './hearback-process.js';
import { startSimulated } from './simulated.js';

const inBrowser = hasBrowser ? it : it.skip;

let hearback: HearbackProcess;
let browser: Browser | undefined;
beforeAll(async () => {
  [hearback, browser] = await Promise.all([startSimulated(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await removeDirectory(hearback.directory);
});

inBrowser('no panel or export needs anything that the Content-Security-Policy forbids', async () => {
  const { page, refused } = await watchedPage(browser!);
  await page.goto(hearback.url);
  await settledPage(page);
  for (const panel of ['filter-team', 'filter-range', 'filter-as-of', 'views']) {
    await page.getByTestId(panel).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  for (const [part, format] of [
    ['teams', 'csv'],
    ['trend', 'png'],
  ] as const) {
    await page.getByTestId(`export-${part}`).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId(`export-${format}`).click(),
    ]);
    expect((await readFile(await file.path())).byteLength).toBeGreaterThan(500);
  }
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  await page.emulateMedia({ colorScheme: 'dark', media: 'screen' });
  await settledPage(page);
  expect(refused).toEqual([]);
  await page.close();
});

inBrowser('scripts that somebody brought into a page are not run, and no other site frames it', async () => {
  const { page, refused } = await watchedPage(browser!);
  await page.goto(hearback.url);
  await settledPage(page);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.hacked = 1';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.hacked = 2">');
    const foreign = document.createElement('script');
    foreign.src = 'data:text/javascript,window.hacked=3';
    await new Promise((over) => {
      foreign.onload = foreign.onerror = over;
      document.body.append(foreign);
    });
    return (window as { hacked?: number }).hacked;
  });
  expect(ran).toBeUndefined();
  expect(refused.length).toBeGreaterThanOrEqual(3);
  // Nothing may frame it, so another origin may not either.
  const framed = await page.evaluate(async (address) => {
    const frame = document.createElement('iframe');
    await new Promise((over) => {
      frame.onload = over;
      frame.src = address;
      document.body.append(frame);
    });
    return frame.contentDocument?.getElementById('root') === null || frame.contentDocument === null;
  }, `${hearback.url}/waiting`);
  expect(framed).toBe(true);
  await page.close();
});
