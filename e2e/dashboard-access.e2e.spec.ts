import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { violationsOf } from './axe.js';
import { hasBrowser, launchBrowser, newPage, settledPage, tooWideAt, watchedPage } from './dashboard.js';
import { send } from './events.js';
import { eventually, removeDirectory, startHearback, type HearbackProcess } from './hearback-process.js';
import { startSimulated } from './simulated.js';

const inBrowser = hasBrowser ? it : it.skip;

let hearback: HearbackProcess;
let empty: HearbackProcess;
let browser: Browser | undefined;
/** An application and a dead letter, as they stand in an address. */
let application: string;
let letter: string;
beforeAll(async () => {
  [hearback, empty, browser] = await Promise.all([startSimulated(), startHearback(), launchBrowser()]);
  await send(hearback.url, [{ not: 'an event' }]);
  await hearback.settled();
  const { rows } = await hearback.get<{ rows: { applicationId: string }[] }>('/api/v1/waiting?limit=1');
  application = encodeURIComponent(rows[0]?.applicationId ?? '');
  const letters = await hearback.get<{ rows: { id: string }[] }>('/api/v1/dead-letters?limit=1');
  letter = encodeURIComponent(letters.rows[0]?.id ?? '');
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([hearback.end(), empty.end()]);
  await Promise.all([removeDirectory(hearback.directory), removeDirectory(empty.directory)]);
});

const PAGES = [
  '/',
  '/teams/sim-finance',
  '/waiting',
  '/why/time-to-response',
  '/why/health',
  '/applications/{application}',
  '/messages',
  '/figures',
  '/data',
  '/dead-letters',
  '/dead-letters?letter={letter}',
  '/?team=nobody&range=4w',
  '/?asOf=2026-11-01T00:00:00Z',
  '/nowhere',
];

/** What axe finds in light and in dark. */
async function violationsInBoth(page: Page): Promise<string[]> {
  const violations: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    violations.push(...(await violationsOf(page)).map((violation) => `${colorScheme}: ${violation}`));
  }
  return violations;
}

describe('every page is for everybody', () => {
  inBrowser.each(PAGES)(
    '%s: axe finds nothing in light and in dark, it fits any screen, and needs nothing that its policy forbids',
    async (path) => {
      // Loaded as a phone does; what is wide enough at first may hide what is not.
      const { page, refused } = await watchedPage(browser!, { viewport: { width: 360, height: 900 } });
      const answer = await page.goto(
        hearback.url + path.replace('{application}', application).replace('{letter}', letter),
      );
      expect(answer?.headers()['content-security-policy']).toContain("script-src 'self'");
      await settledPage(page);
      expect(await tooWideAt(page, [360, 390, 768, 1024, 2560, 1440])).toEqual([]);
      expect(await violationsInBoth(page)).toEqual([]);
      expect(refused).toEqual([]);
      await page.close();
    },
  );

  inBrowser('axe finds nothing on the page of a service that holds nothing', async () => {
    const page = await newPage(browser!);
    await page.goto(empty.url);
    await page.getByTestId('empty').waitFor();
    expect(await violationsInBoth(page)).toEqual([]);
    await page.close();
  });

  inBrowser('with a panel open and on a phone, axe finds nothing', async () => {
    const page = await newPage(browser!, { viewport: { width: 390, height: 844 } });
    await page.goto(hearback.url);
    await settledPage(page);
    expect(await violationsOf(page)).toEqual([]);
    for (const panel of ['filter-team', 'filter-range', 'filter-as-of', 'views']) {
      await page.getByTestId(panel).click();
      await page.getByRole('dialog').waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.close();
  });

  inBrowser('at any width the filters hold what stands in them', async () => {
    const page = await newPage(browser!);
    await page.goto(`${hearback.url}/?clock=business`);
    await settledPage(page);
    const spilled: string[] = [];
    for (let width = 360; width <= 1500; width += 38) {
      await page.setViewportSize({ width, height: 900 });
      const fields = page.getByTestId('filters').locator('.field');
      const wide = await fields.evaluateAll((all) =>
        all.filter((field) => field.scrollWidth > field.clientWidth).map((field) => field.textContent),
      );
      spilled.push(...wide.map((text) => `${width}: ${text}`));
    }
    await page.close();
    expect(spilled).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  inBrowser('the main journey: to the worst team, why it is so, and to an application', async () => {
    const page = await newPage(browser!);
    await page.goto(hearback.url);
    await settledPage(page);
    /** Goes on with Tab until something is focused whose text or label matches, and it can be seen that it is. */
    const tabTo = async (wanted: RegExp, most = 120): Promise<void> => {
      for (let step = 0; step < most; step += 1) {
        await page.keyboard.press('Tab');
        const { text, outline } = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement;
          const label = element.getAttribute('aria-label') ?? '';
          const style = getComputedStyle(element);
          return {
            text: `${label} ${element.innerText}`,
            outline: `${style.outlineStyle} ${style.outlineWidth}`,
          };
        });
        if (!wanted.test(text)) continue;
        expect(outline).not.toMatch(/none|^\w+ 0px/);
        return;
      }
      throw new Error(`nothing like ${String(wanted)} is reached`);
    };
    await tabTo(/Skip to the figures/);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');

    await tabTo(/^\s*Teams\s+All teams/);
    await page.keyboard.press('Enter');
    const field = page.getByRole('combobox', { name: 'Find in teams' });
    await page.locator('input:focus').waitFor();
    // The arrows reach what is out of sight, and the field says where they are.
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('ArrowDown');
    const active = page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`);
    await eventually(async () => expect(await active.boundingBox()).not.toBeNull());
    const [item, list] = [await active.boundingBox(), await page.getByRole('listbox').boundingBox()];
    expect(item!.y + item!.height).toBeLessThanOrEqual(list!.y + list!.height + 1);
    expect(await page.getByRole('listbox').evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
    await page.keyboard.type('fin');
    const options = page.getByRole('dialog').getByRole('option');
    await eventually(async () => expect(await options.allInnerTexts()).toEqual(['Finance']));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await options.first().getAttribute('aria-selected')).toBe('true'));
    // The first clears the search, the second closes the panel.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await settledPage(page);
    expect(page.url()).toContain('team=sim-finance');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'filter-team',
    );

    await tabTo(/^\s*Finance$/);
    await page.keyboard.press('Enter');
    await page.getByTestId('survival').waitFor();
    await settledPage(page);
    expect(new URL(page.url()).pathname).toBe('/teams/sim-finance');
    await tabTo(/What is behind this health/);
    await page.keyboard.press('Enter');
    await page.getByTestId('behind-row').first().waitFor();
    await settledPage(page);
    expect(new URL(page.url()).pathname).toBe('/why/health');
    await tabTo(/^\s*sim-/);
    await page.keyboard.press('Enter');
    await page.getByTestId('timeline').waitFor();
    await settledPage(page);
    expect(new URL(page.url()).pathname).toMatch(/^\/applications\/sim-/);
    await tabTo(/The event as it was sent/);
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open] pre').count()).toBe(1);
    await page.close();
  });
});
