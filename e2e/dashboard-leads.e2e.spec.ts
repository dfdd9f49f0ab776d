import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { figuresIn, hasBrowser, launchBrowser, newPage, settledPage } from './dashboard.js';
import { eventually, removeDirectory, type HearbackProcess } from './hearback-process.js';
import { startSimulated } from './simulated.js';

const inBrowser = hasBrowser ? it : it.skip;
const TEAM = 'sim-finance';
/** As product and configuration have it: parts of health with fewer applications behind them drop out. */
const MINIMUM_GROUP = 5;

let hearback: HearbackProcess;
let browser: Browser | undefined;
/** Where numbers stand, and where they lead. */
let page: Page;
let target: Page;
/** An instant that stays: a list that is opened later then still holds what was counted. */
let asOf: string;

beforeAll(async () => {
  [hearback, browser] = await Promise.all([startSimulated(), launchBrowser()]);
  asOf = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000).toISOString().replace('.000Z', 'Z');
  if (browser !== undefined) [page, target] = await Promise.all([newPage(browser), newPage(browser)]);
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await removeDirectory(hearback.directory);
});

async function open(path: string): Promise<void> {
  await page.goto(`${hearback.url}${path}${path.includes('?') ? '&' : '?'}asOf=${asOf}`);
  await settledPage(page);
}

const numberIn = (text: string | null): number =>
  Number((/\d[\d,]*(\.\d+)?/.exec(text ?? '')?.[0] ?? 'NaN').replaceAll(',', ''));

/** Opens what a number leads to. */
async function follow(link: Locator): Promise<URL> {
  const url = new URL((await link.getAttribute('href')) ?? '', hearback.url);
  await target.goto(url.href);
  await settledPage(target);
  return url;
}

/** How many rows a list says that it has. */
async function totalListed(): Promise<number> {
  const foot = await target.locator('.part-behind, .part-waiting').locator('.table-foot').innerText();
  return numberIn(foot.replace(/^[\d,]+ of /, ''));
}

/** Each link of a part of the page with the number on it. */
async function linksIn(
  part: Locator,
): Promise<{ link: Locator; figure: string; kind: string; number: number }[]> {
  const links = await part.locator('a.why').all();
  expect(links.length).toBeGreaterThan(0);
  return Promise.all(
    links.map(async (link) => {
      const figure = link.locator('.figure');
      const has = (await figure.count()) > 0;
      return {
        link,
        figure: (has ? await figure.getAttribute('data-figure') : null) ?? '',
        kind: (has ? /figure-([a-z-]+)/.exec((await figure.getAttribute('class')) ?? '')?.[1] : null) ?? '',
        number: numberIn(has ? await figure.getAttribute('title') : await link.innerText()),
      };
    }),
  );
}

/** The first of a list that begins with the longest wait has waited as long as the number says. */
async function expectLongestFirst(seconds: number): Promise<void> {
  const first = target.getByTestId('waiting-row').first().locator('strong');
  expect(numberIn(await first.getAttribute('title'))).toBe(seconds);
}

describe('a number leads to a list of just what it counts', () => {
  inBrowser('the small figures of the headline, and what they rest on', async () => {
    await open('/');
    const seen: string[] = [];
    for (const card of ['time-to-response', 'response-rate', 'promise-kept-rate']) {
      const part = page.getByTestId(`headline-${card}`);
      for (const { link, figure, number } of [
        ...(card === 'response-rate' ? [] : await linksIn(part.locator('.rest'))),
        ...(await linksIn(part.locator('.basis'))),
      ]) {
        await follow(link);
        // A quantile is of all of them.
        const n = numberIn(await part.locator('.basis').innerText());
        expect([card, figure, await totalListed()]).toEqual([card, figure, figure === 'p90' ? n : number]);
        seen.push(figure);
      }
    }
    expect(seen).toEqual(['p90', '', '', '', '', 'kept', 'moved', 'broken', '', '']);
  });

  inBrowser('those who wait, those overdue, and the longest wait', async () => {
    for (const [path, place] of [
      ['/', page.getByTestId('headline-waiting-now').locator('.rest')],
      ['/waiting', page.getByTestId('waiting-summary')],
      [`/teams/${TEAM}`, page.getByTestId('team-waiting')],
    ] as const) {
      await open(path);
      const links = await linksIn(place);
      expect(links.map(({ figure }) => figure)).toEqual(
        expect.arrayContaining(['overdue', 'oldestSeconds', ...(path === '/' ? ['candidates'] : [])]),
      );
      for (const { link, figure, number } of links) {
        await follow(link);
        if (figure === 'oldestSeconds') await expectLongestFirst(number);
        else if (figure === 'candidates')
          expect((await figuresIn(target.getByTestId('figures'))).get('candidates')?.value).toBe(number);
        else expect([path, figure, await totalListed()]).toEqual([path, figure, number]);
      }
    }
  });

  inBrowser('a line of the table of teams, whatever days are chosen', async () => {
    await open('/?range=4w');
    const line = page.locator(`[data-team="${TEAM}"]`);
    for (const column of ['waiting', 'overdue']) {
      const [cell] = await linksIn(line.locator(`[data-column="${column}"]`));
      const { searchParams } = await follow(cell!.link);
      expect(searchParams.getAll('team')).toEqual([TEAM]);
      expect([column, await totalListed()]).toEqual([column, cell!.number]);
    }
    await expectParts((component) => line.locator(`[data-column="${component}"]`));
  });

  inBrowser('the parts of a team’s health, what its score costs, and its stages', async () => {
    await open(`/teams/${TEAM}`);
    const parts = page.getByTestId('health-parts');
    await expectParts((component) => parts.locator(`[data-component="${component}"]`));
    for (const row of await page.getByTestId('stage-cost').all()) {
      const links = await linksIn(row);
      const n = numberIn(await row.locator('td').last().innerText());
      expect(links).toHaveLength(2);
      for (const { link } of links) {
        await follow(link);
        expect(await totalListed()).toBe(n);
      }
    }
    const wait = page.getByTestId('stages').locator('[data-metric="time-to-response"]').first();
    const n = numberIn(await wait.locator('td').last().innerText());
    const links = await linksIn(wait);
    // The last is the number of them.
    expect(links.map(({ figure }) => figure)).toEqual(['median', 'p75', 'p90', '']);
    expect(links.at(-1)?.number).toBe(n);
    for (const { link } of links) {
      await follow(link);
      expect(await totalListed()).toBe(n);
    }
  });

  inBrowser('the parts of a health figure over chosen days', async () => {
    const from = new Date(Date.parse(asOf) - 50 * 86_400_000).toISOString().slice(0, 10);
    await open(`/why/health?team=${TEAM}&from=${from}`);
    const parts = page.getByTestId('health-parts');
    await expectParts((component) => parts.locator(`[data-component="${component}"]`));
  });

  inBrowser('a count beside the list narrows it, and it can be widened', async () => {
    await open('/why/promise-kept-rate');
    const links = await linksIn(page.getByTestId('figures'));
    expect(links.map(({ figure }) => figure)).toEqual(['kept', 'moved', 'broken', 'open']);
    for (const { link, figure, number } of links) {
      const { searchParams } = await follow(link);
      expect([searchParams.getAll('counted'), await totalListed()]).toEqual([[figure], number]);
      const csv = await target.getByTestId('behind-csv').getAttribute('href');
      expect(csv).toContain(`counted=${figure}`);
    }
    await target.getByTestId('widen').click();
    await target.getByTestId('narrowed').waitFor({ state: 'detached' });
    await settledPage(target);
    const all = (await figuresIn(target.getByTestId('figures'))).get('n')?.value ?? Number.NaN;
    expect(await totalListed()).toBeGreaterThanOrEqual(all);
  });

  inBrowser('what was read between the lines leads to the interviews it is said of', async () => {
    await open('/data');
    const links = await linksIn(page.getByTestId('data-between-lines'));
    for (const { link, number } of links) {
      await follow(link);
      expect(await totalListed()).toBe(number);
    }
  });

  inBrowser(
    'a page that tells of now says so while the others look at the past, and leads back',
    async () => {
      for (const path of ['/data', '/messages', '/dead-letters']) {
        await open(path);
        expect(await page.getByTestId('now-banner').innerText()).toContain('This page tells of now');
        await page.getByTestId('now-banner').getByRole('link').click();
        await page.getByTestId('now-banner').waitFor({ state: 'detached' });
        expect([path, new URL(page.url()).search]).toEqual([path, '']);
      }
    },
  );

  inBrowser('a link in a line of those who wait is followed once, and in a window of its own', async () => {
    await open('/waiting');
    const row = page.getByTestId('waiting-row').nth(2).locator('a').first();
    const before = page.url();
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      row.click({ modifiers: ['Control'] }),
    ]);
    await opened.close();
    expect(page.url()).toBe(before);
    await row.click();
    await page.waitForURL(/applications/);
    await page.goBack();
    await page.getByTestId('waiting-row').first().waitFor();
    expect(page.url()).toBe(before);
  });

  inBrowser('a list of those overdue says so, goes on page by page, and can be widened', async () => {
    const { rows } = await hearback.get<{ rows: { n: number; overdue: number }[] }>(
      `/api/v1/metrics/waiting-now?asOf=${asOf}`,
    );
    await open('/waiting?overdue=true');
    expect(await page.getByTestId('narrowed').innerText()).toContain('overdue');
    const more = page.getByTestId('more');
    await eventually(async () => {
      // It is away while a page is on its way.
      if (await more.isVisible()) await more.click({ timeout: 1000 });
      expect(await page.getByTestId('waiting-row').count()).toBe(rows[0]?.overdue);
    });
    await settledPage(page);
    const lines = await page.getByTestId('waiting-row').allInnerTexts();
    expect(lines.filter((line) => line.includes(' overdue'))).toHaveLength(rows[0]?.overdue ?? 0);
    expect(lines).toHaveLength(rows[0]?.overdue ?? 0);
    await page.getByTestId('widen').click();
    await page.getByTestId('narrowed').waitFor({ state: 'detached' });
    await settledPage(page);
    expect(await page.locator('.part-waiting .table-foot').innerText()).toContain(`of ${rows[0]?.n} `);
    await open('/waiting?overdue=perhaps');
    expect(await page.getByTestId('ignored-parameters').innerText()).toContain('overdue=perhaps');
  });
});

/** Each part of a team’s health leads to its metric, which is told as the same over the same days. */
async function expectParts(placeOf: (component: string) => Locator): Promise<void> {
  for (const [component, metric, figure, scale] of [
    ['latencyScore', 'latency-score', 'score', 1],
    ['responseRate', 'response-rate', 'rate', 100],
    ['promiseKept', 'promise-kept-rate', 'rate', 100],
    ['quality', 'candidate-rating', '', 1],
    ['cnps', 'candidate-rating', 'cnps', 0.5],
  ] as const) {
    const [part] = await linksIn(placeOf(component));
    const { pathname, searchParams } = await follow(part!.link);
    expect([component, pathname, searchParams.get('team')]).toEqual([component, `/why/${metric}`, TEAM]);
    expect(await totalListed()).toBeGreaterThan(0);
    const shown = await figuresIn(target.getByTestId('figures'));
    // Quality is made of three of the figures.
    if (figure === '') continue;
    // Which parts rest on too few depends on the day that the simulated weeks end with. A rate itself is told.
    if (part!.kind === 'withheld') {
      expect(numberIn(await target.getByTestId('counts').innerText())).toBeLessThan(MINIMUM_GROUP);
      continue;
    }
    const value = (shown.get(figure)?.value ?? Number.NaN) * scale + (component === 'cnps' ? 50 : 0);
    expect(Math.abs(value - part!.number)).toBeLessThan(0.06);
  }
}
