import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { findBrowser } from '../scripts/browser/install-browser.mjs';
import { completed, send, several } from './events.js';
import {
  eventually,
  removeDirectory,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';

const executablePath = findBrowser();
const inBrowser = executablePath === undefined ? it.skip : it;

let browser: Browser | undefined;
let page: Page;
let directory: string;
let hearback: HearbackProcess;
beforeAll(async () => {
  if (executablePath !== undefined)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  directory = await temporaryDirectory();
  hearback = await startHearback({ directory });
  if (browser !== undefined) page = await browser.newPage();
});
afterEach(async () => {
  if (browser !== undefined) await page.close();
  await hearback.end('SIGKILL');
  await removeDirectory(directory);
});

const killed = (): Promise<number | null> => hearback.end('SIGKILL');
/** The service again, on the same port and data, as a supervisor brings it back. */
const restarted = async (): Promise<void> => {
  hearback = await startHearback({ directory, environment: { PORT: new URL(hearback.url).port } });
};
const waiting = (): Promise<string> => page.getByTestId('headline-waiting-now').innerText();
const liveState = (): Promise<string | null> => page.getByTestId('live-indicator').getAttribute('data-state');
const chooseStage = async (): Promise<void> => {
  await page.getByTestId('filter-stage').click();
  const option = page.getByRole('option', { name: 's', exact: true });
  await option.click();
  await eventually(async () => expect(await option.getAttribute('aria-selected')).toBe('true'));
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};
/** A page fetches what a click needs only once nothing else is to be done, which may be long after it is quiet. */
const panelsFetched = async (): Promise<void> => {
  await page.waitForFunction(() => {
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
    return ['popover-panel', 'choice-list'].every((part) => fetched.some((name) => name.includes(part)));
  });
  await page.waitForLoadState('networkidle');
};

describe('an open page', () => {
  inBrowser(
    'given the process killed, then it shows figures as old ones, an outage card where there are none, and finds back by itself',
    async () => {
      expect(await send(hearback.url, several('before', 3))).toBe(202);
      await hearback.settled();
      await page.goto(hearback.url);
      await eventually(async () => expect(await waiting()).toMatch(/\b3\b/));
      await eventually(async () => expect(await liveState()).toBe('live'));
      await panelsFetched();

      await killed();
      // What was fetched stays in sight, and nobody can take it for today's.
      await page.getByTestId('stale-banner').waitFor();
      expect(await waiting()).toMatch(/\b3\b/);
      expect(await liveState()).toBe('disconnected');

      // What was never fetched is an outage, not a zero and not "no match".
      await chooseStage();
      await page.getByTestId('outage').first().waitFor();
      expect(await page.getByTestId('outage').first().innerText()).toContain('does not answer');
      expect(await page.getByTestId('headline-waiting-now').count()).toBe(0);
      expect(await page.getByTestId('no-match').count()).toBe(0);

      await restarted();
      await eventually(async () => expect(await waiting()).toMatch(/\b3\b/));
      expect(await page.getByTestId('outage').count()).toBe(0);
      await eventually(async () => expect(await page.getByTestId('stale-banner').count()).toBe(0));
      // And it follows news again.
      await eventually(async () => expect(await liveState()).toBe('live'));
      expect(await send(hearback.url, [completed('after')])).toBe(202);
      await eventually(async () => expect(await waiting()).toMatch(/\b4\b/));
    },
  );

  inBrowser(
    'given the process killed before there was any figure, then it waits for it, and shows what came',
    async () => {
      await page.goto(hearback.url);
      await page.getByTestId('empty').waitFor();
      await killed();
      await restarted();
      expect(await send(hearback.url, several('after', 2))).toBe(202);
      await eventually(async () => expect(await waiting()).toMatch(/\b2\b/));
    },
  );

  inBrowser(
    'given the process killed, then a page that was never opened appears by itself once it is back',
    async () => {
      expect(await send(hearback.url, several('before', 3))).toBe(202);
      await hearback.settled();
      await page.goto(hearback.url);
      await eventually(async () => expect(await waiting()).toMatch(/\b3\b/));
      await page.waitForLoadState('networkidle');
      await page.evaluate(() => Object.assign(window, { isSameDocument: true }));
      await killed();

      await page.getByRole('link', { name: 'All figures' }).click();
      await page.getByTestId('page-failed').waitFor();
      expect(await page.getByTestId('page-failed').innerText()).toContain('opens by itself');
      // One that was opened is still there, and so is the failure of the other.
      await page.getByRole('link', { name: 'Teams', exact: true }).click();
      await page.getByTestId('page-failed').waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'All figures' }).click();
      await page.getByTestId('page-failed').waitFor();

      await restarted();
      await page.getByRole('heading', { level: 1, name: 'All figures' }).waitFor();
      expect(await page.getByTestId('page-failed').count()).toBe(0);
      expect(await page.evaluate(() => 'isSameDocument' in window)).toBe(true);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    },
  );

  inBrowser(
    'given a page that is missing while the service is there, then it is loaded anew once',
    async () => {
      expect(await send(hearback.url, several('before', 3))).toBe(202);
      await hearback.settled();
      await page.goto(hearback.url);
      await eventually(async () => expect(await waiting()).toMatch(/\b3\b/));
      let loads = 0;
      page.on('load', () => (loads += 1));
      await page.route('**/assets/figures-page-*.js', (route) => route.fulfill({ status: 404 }));
      await page.getByRole('link', { name: 'All figures' }).click();
      await page.getByRole('button', { name: 'Load it again' }).waitFor();
      // Longer than it takes to try twice more.
      await new Promise((resolve) => setTimeout(resolve, 11_000));
      expect(loads).toBe(1);
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Load it again' }).focus();
      await page.getByRole('heading', { level: 1, name: 'All figures' }).waitFor();
      expect(loads).toBe(1);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    },
  );

  inBrowser(
    'given a page whose script does not come, then it says so, and is there when asked again',
    async () => {
      expect(await send(hearback.url, several('before', 3))).toBe(202);
      await hearback.settled();
      await page.route('**/assets/page-*.js', (route) => route.abort());
      await page.goto(hearback.url);
      expect(await page.getByRole('alert').innerText()).toContain('could not be loaded');
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Try again' }).click();
      await eventually(async () => expect(await waiting()).toMatch(/\b3\b/));
    },
  );

  inBrowser(
    'given a chart that could not be loaded, then the figures stand there, and it comes later',
    async () => {
      expect(await send(hearback.url, several('before', 3))).toBe(202);
      await hearback.settled();
      await page.route('**/assets/trend-chart-*.js', (route) => route.abort());
      await page.goto(`${hearback.url}/?range=all`);
      await page.getByText('The chart could not be loaded').first().waitFor();
      expect(await waiting()).toMatch(/\b3\b/);
      await page.unrouteAll();
      await page.locator('.recharts-surface').first().waitFor();
      expect(await page.getByText('The chart could not be loaded').count()).toBe(0);
    },
  );

  inBrowser('given a panel that could not be loaded, then opening it again loads it', async () => {
    expect(await send(hearback.url, several('before', 3))).toBe(202);
    await hearback.settled();
    await page.route('**/assets/choice-list-*.js', (route) => route.abort());
    await page.goto(hearback.url);
    await eventually(async () => expect(await waiting()).toMatch(/\b3\b/));
    await page.getByTestId('filter-stage').click();
    await page.getByText('could not be loaded').waitFor();
    await page.unrouteAll();
    await page.getByTestId('filter-stage').click();
    await page.getByTestId('filter-stage').click();
    await page.getByRole('option', { name: 's', exact: true }).waitFor();
  });
});
