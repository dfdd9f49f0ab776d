import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { hasBrowser, launchBrowser, settledPage } from './dashboard.js';
import { eventually, removeDirectory, type HearbackProcess } from './hearback-process.js';
import { startSimulated } from './simulated.js';

const inBrowser = hasBrowser ? it : it.skip;

let hearback: HearbackProcess;
let browser: Browser | undefined;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  [hearback, browser] = await Promise.all([startSimulated(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await removeDirectory(hearback.directory);
});
beforeEach(async () => {
  if (browser === undefined) return;
  context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, acceptDownloads: true });
  context.setDefaultTimeout(120_000);
  page = await context.newPage();
});
afterEach(async () => {
  if (browser !== undefined) await context.close();
});

async function open(path: string): Promise<void> {
  await page.goto(hearback.url + path);
  await settledPage(page);
}

/** As the browser does it when a file is let go over the page. */
async function drop(file: string): Promise<void> {
  const zone = page.getByTestId('drop-zone');
  await zone.scrollIntoViewIfNeeded();
  const box = (await zone.boundingBox())!;
  const devtools = await context.newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files: [file], dragOperationsMask: 1 },
    });
  }
}

interface Row {
  readonly team: string;
  readonly health: number;
  readonly n: number;
}

const rowsOf = async <T = Row>(path: string): Promise<readonly T[]> =>
  (await hearback.get<{ rows: readonly T[] }>(`/api/v1/${path}`)).rows;

describe('a talent leader', () => {
  inBrowser('is told the headline first, and each thing is asked for once', async () => {
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/api/v1/metrics/'))
        asked.push(pathname.slice('/api/v1/metrics/'.length) + search);
    });
    await open('/');
    expect(asked.filter((question, index) => asked.indexOf(question) !== index)).toEqual([]);
    const headline = ['promise-kept-rate', 'response-rate', 'time-to-response', 'waiting-now'];
    expect(
      asked
        .slice(0, 4)
        .map((question) => question.replace(/\?from=[\d-]+$/, ''))
        .sort(),
    ).toEqual(headline);
  });

  inBrowser('finds the worst team and sees why, down to an event as it was sent', async () => {
    const worst = [...(await rowsOf('metrics/health?by=team'))].sort((a, b) => a.health - b.health)[0]!;
    await open('/');
    const first = page.getByTestId('team-row').first();
    expect(await first.getAttribute('data-team')).toBe(worst.team);
    expect(await first.locator('.band').innerText()).toContain('At risk');
    await first.getByRole('rowheader').getByRole('link').click();
    await page.getByTestId('survival-reading').waitFor();
    await settledPage(page);
    expect(new URL(page.url()).pathname).toBe(`/teams/${worst.team}`);
    expect(await page.getByTestId('health').innerText()).toContain('Response rate');
    expect(await page.getByTestId('survival-reading').innerText()).toMatch(/^Of \d+ interviews, /);

    await page.getByTestId('health').locator('[data-why="health"]').click();
    await page.getByTestId('behind-row').first().waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Why');
    expect(await page.getByTestId('figure').innerText()).toContain('weighted mean');
    await page.getByTestId('behind-row').first().getByRole('link').first().click();
    await page.getByTestId('timeline-entry').first().waitFor();
    const entries = page.getByTestId('timeline-entry');
    expect(await entries.filter({ hasText: 'Response began' }).count()).toBeGreaterThan(0);
    const entry = entries.filter({ hasText: 'The event as it was sent' }).first();
    await entry.locator('summary').click();
    expect(await entry.locator('pre').innerText()).toContain('"type": "hearback.');
  });

  inBrowser('goes from a point of a chart to the interviews of that week', async () => {
    await open('/');
    const table = page.getByTestId('trend-time-to-response');
    await table.locator('summary').click();
    const line = table.locator('tbody tr').nth(3);
    const n = Number((await line.locator('td').nth(2).innerText()).replaceAll(',', ''));
    await line.getByRole('link').click();
    await page.getByTestId('figures').waitFor();
    expect(new URL(page.url()).pathname).toBe('/why/time-to-response');
    expect(await page.getByTestId('figures').locator('[data-figure="n"]').innerText()).toBe(
      n.toLocaleString('en'),
    );
  });

  inBrowser('finds who waits longest, with the keyboard', async () => {
    const [longest] = await rowsOf<{ applicationId: string }>('waiting?order=oldest&limit=1');
    await open('/waiting');
    await page.getByTestId('waiting-order').selectOption('oldest');
    await eventually(async () =>
      expect(await page.getByTestId('waiting-row').first().innerText()).toContain(longest?.applicationId),
    );
    await page.getByTestId('waiting-order').focus();
    for (let tries = 0; tries < 6; tries += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.closest('[role="grid"]') !== null)) break;
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('timeline').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Application');
  });

  inBrowser('filters, shares the link, and goes back and forward', async () => {
    await open('/');
    const waiting = (): Promise<string> =>
      page.getByTestId('headline-waiting-now').locator('[data-figure="n"]').first().innerText();
    const all = await waiting();
    await page.getByTestId('filter-team').click();
    await page.getByPlaceholder('Find').last().fill('financ');
    await page.getByRole('option', { name: 'Finance' }).click();
    await page.keyboard.press('Escape');
    await settledPage(page);
    const shared = page.url();
    expect(new URL(shared).searchParams.getAll('team')).toEqual(['sim-finance']);
    const [row] = await rowsOf('metrics/waiting-now?team=sim-finance');
    await eventually(async () => expect(await waiting()).toBe(String(row?.n)));

    const other = await context.newPage();
    await other.goto(shared);
    await settledPage(other);
    expect(
      await other.getByTestId('headline-waiting-now').locator('[data-figure="n"]').first().innerText(),
    ).toBe(String(row?.n));
    await page.goBack();
    await settledPage(page);
    await eventually(async () => expect(await waiting()).toBe(all));
    await page.goForward();
    await eventually(async () => expect(await waiting()).toBe(String(row?.n)));
  });

  inBrowser('saves a view and comes back to it', async () => {
    await open('/waiting?team=sim-design&order=oldest');
    await page.getByTestId('views').click();
    await page.getByTestId('view-name').fill('Design, longest');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await open('/');
    await page.getByTestId('views').click();
    await page.getByRole('link', { name: 'Design, longest' }).click();
    await settledPage(page);
    expect(page.url()).toContain('/waiting?team=sim-design&order=oldest');
  });

  inBrowser('travels to a past moment and back', async () => {
    await open('/');
    await page.getByTestId('filter-as-of').click();
    await page.getByRole('button', { name: '4 weeks earlier' }).click();
    await page.getByTestId('past-banner').waitFor();
    await settledPage(page);
    const asOf = new URL(page.url()).searchParams.get('asOf');
    const [then] = await rowsOf(`metrics/waiting-now?asOf=${asOf}`);
    const shown = page.getByTestId('headline-waiting-now').locator('[data-figure="n"]').first();
    await eventually(async () => expect(await shown.innerText()).toBe(String(then?.n)));
    await page.getByTestId('past-banner').getByRole('link').click();
    await page.getByTestId('past-banner').waitFor({ state: 'detached' });
    const [now] = await rowsOf('metrics/waiting-now');
    await eventually(async () => expect(await shown.innerText()).toBe(String(now?.n)));
  });

  inBrowser('takes tables as CSV and charts as pictures', async () => {
    await open('/');
    const download = async (part: string, format: 'csv' | 'png'): Promise<Buffer> => {
      await page.getByTestId(`export-${part}`).click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByTestId(`export-${format}`).click(),
      ]);
      expect(file.suggestedFilename()).toBe(`hearback-${part}.${format}`);
      return readFile(await file.path());
    };
    const csv = (await download('teams', 'csv')).toString('utf8').trim().split('\r\n');
    expect(csv[0]).toContain('Team id,Team,Band,Health');
    expect(csv).toHaveLength(13);
    expect(csv.find((line) => line.startsWith('sim-finance,Finance,'))).toBeDefined();
    const picture = await download('trend', 'png');
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.readUInt32BE(16)).toBeGreaterThan(800);
  });

  inBrowser('finds teams by name: in the address, in what is exported, and going back', async () => {
    await open('/?sort=-waiting');
    const lines = page.getByTestId('team-row');
    const teams = (): Promise<(string | null)[]> =>
      lines.evaluateAll((all) => all.map((line) => line.getAttribute('data-team')));
    const all = await teams();
    await page.getByTestId('find-team').pressSequentially('in');
    // The lines follow each letter a moment later.
    await eventually(async () => {
      const names = await lines.getByRole('rowheader').getByRole('link').allInnerTexts();
      expect(names.filter((name) => !name.toLowerCase().includes('in'))).toEqual([]);
    });
    const found = await teams();
    expect(found.length).toBeLessThan(all.length);
    expect(found).toEqual(all.filter((team) => found.includes(team)));
    expect(found.length).toBeGreaterThan(1);
    expect(new URL(page.url()).search).toBe('?sort=-waiting&search=in');

    await page.getByTestId('export-teams').click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-csv').click()]);
    const csv = (await readFile(await file.path())).toString('utf8').trim().split('\r\n');
    expect(csv.slice(1).map((line) => line.split(',')[0])).toEqual(found);

    // Letters are no steps: back leads to what was before the page, and forward to the same picture.
    await lines.first().getByRole('rowheader').getByRole('link').click();
    await page.getByTestId('survival-reading').waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.goBack();
    await eventually(async () => expect(await teams()).toEqual(found));
    expect(await page.getByTestId('find-team').inputValue()).toBe('in');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Teams' }).click();
    await eventually(async () => expect(await page.getByTestId('find-team').inputValue()).toBe(''));
    await page.goBack();
    await eventually(async () => expect(await teams()).toEqual(found));

    // A shared link shows the same, also with so few teams that there is nothing to search in otherwise.
    await open(
      `/?search=IN&${found
        .slice(0, 2)
        .map((team) => `team=${team}`)
        .join('&')}`,
    );
    expect((await teams()).sort()).toEqual(found.slice(0, 2).sort());
    await page.getByTestId('find-team').fill('');
    await page.waitForURL((url) => !url.searchParams.has('search'));
  });

  inBrowser('prints a clean report', async () => {
    await open('/');
    await page.emulateMedia({ media: 'print' });
    // What can be chosen stands there in words: a figure without its selection and its moment says nothing.
    expect(await page.getByTestId('filters').innerText()).toMatch(
      /All teams[\s\S]*Last 12 weeks[\s\S]*Elapsed[\s\S]*Now, \d+ \w+ \d{4}/,
    );
    expect(await page.getByRole('radio').filter({ visible: true }).count()).toBe(0);
    expect(await page.getByTestId('export-teams').isVisible()).toBe(false);
    // Everything fits the paper; what is too wide makes the browser shrink or cut the page.
    await page.setViewportSize({ width: 718, height: 1000 });
    const [width, ink] = await page.evaluate<[number, string]>(
      '[document.documentElement.scrollWidth, getComputedStyle(document.body).color]',
    );
    expect(width).toBeLessThanOrEqual(718);
    expect(ink).toBe('rgb(28, 35, 40)');
    await page.setViewportSize({ width: 1440, height: 1000 });
    expect(await page.getByTestId('team-row').count()).toBe(12);
    expect(await page.getByTestId('headline-waiting-now').isVisible()).toBe(true);
  });
});

describe('a people-ops engineer', () => {
  inBrowser('drops a CSV with a bad row, sees what would come of it, and imports it', async () => {
    const csv = [
      'application_id,interview_id,stage,team,ended_at',
      'drop-1,i-1,Onsite,Dropped,2026-11-02T10:00:00Z',
      'drop-2,i-1,Onsite,Dropped,the day before',
      'drop-3,i-1,Onsite,Dropped,2026-11-03T10:00:00Z',
    ].join('\n');
    await open('/data');
    const file = join(hearback.directory, 'interviews.csv');
    await writeFile(file, csv);
    await drop(file);
    await page.getByTestId('mapping-yaml').waitFor({ state: 'attached' });
    await eventually(async () => expect(await page.getByTestId('preview-event').count()).toBe(2));
    expect(await page.getByTestId('preview-failure').first().innerText()).toContain('ended_at');
    expect(await rowsOf('metrics/time-to-response?team=Dropped')).toEqual([]);

    await page.getByTestId('import-start').click();
    const result = page.getByTestId('import-result');
    await result.waitFor();
    expect(await result.innerText()).toMatch(/Recorded\s+2\s/);
    await hearback.settled();
    expect((await rowsOf('metrics/time-to-response?team=Dropped'))[0]).toMatchObject({ n: 2 });
  });
});
