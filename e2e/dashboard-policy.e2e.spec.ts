import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { hasBrowser, launchBrowser, newPage, settledPage, startSimulated } from './dashboard.js';
import { send } from './events.js';
import { removeDirectory, type HearbackProcess } from './hearback-process.js';

const inBrowser = hasBrowser ? it : it.skip;

let hearback: HearbackProcess;
let browser: Browser | undefined;
beforeAll(async () => {
  [hearback, browser] = await Promise.all([startSimulated(), launchBrowser()]);
  await send(hearback.url, [{ not: 'an event' }]);
  await hearback.settled();
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await removeDirectory(hearback.directory);
});

/** A page, and what its browser refused to load or run by the service's Content-Security-Policy, or complained about. */
async function watchedPage(): Promise<{ readonly page: Page; readonly refused: string[] }> {
  const page = await newPage(browser!, { reducedMotion: 'reduce', colorScheme: 'light' });
  // How fast a page is, is not what is asked here.
  page.setDefaultTimeout(60_000);
  const refused: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' || /content.security.policy/i.test(text))
      refused.push(`${page.url()}: ${text}`);
  });
  page.on('pageerror', (error) => refused.push(`${page.url()}: ${error.message}`));
  return { page, refused };
}

inBrowser('no page, panel or export needs anything that the Content-Security-Policy forbids', async () => {
  const { page, refused } = await watchedPage();
  const { rows } = await hearback.get<{ rows: { applicationId: string }[] }>('/api/v1/waiting?limit=1');
  const letters = await hearback.get<{ rows: { id: string }[] }>('/api/v1/dead-letters?limit=1');
  const application = encodeURIComponent(rows[0]?.applicationId ?? '');
  const letter = encodeURIComponent(letters.rows[0]?.id ?? '');
  for (const path of [
    '/teams/sim-finance',
    '/waiting',
    '/why/time-to-response',
    '/why/health',
    `/applications/${application}`,
    '/messages',
    '/figures',
    '/data',
    '/dead-letters',
    `/dead-letters?letter=${letter}`,
    '/nowhere',
    '/?asOf=2026-11-01T00:00:00Z',
    '/',
  ]) {
    const answer = await page.goto(hearback.url + path);
    expect(answer?.headers()['content-security-policy']).toContain("script-src 'self'");
    await settledPage(page);
  }
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
  const { page, refused } = await watchedPage();
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
