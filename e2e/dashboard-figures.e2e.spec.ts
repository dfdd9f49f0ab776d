import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { figuresIn, hasBrowser, launchBrowser, newPage, settledPage } from './dashboard.js';
import { removeDirectory, type HearbackProcess } from './hearback-process.js';
import { startSimulated } from './simulated.js';

const inBrowser = hasBrowser ? it : it.skip;

type Figure =
  number | null | { readonly seconds: number; readonly reached: boolean } | Record<string, unknown>;
type Row = Readonly<Record<string, unknown>> & { readonly n: number };

let hearback: HearbackProcess;
let browser: Browser | undefined;
let page: Page;
/** An instant that stays: what is asked of the page and of the API is then the same. */
let asOf: string;
let range: string;

beforeAll(async () => {
  [hearback, browser] = await Promise.all([startSimulated(), launchBrowser()]);
  asOf = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000).toISOString().replace('.000Z', 'Z');
  range = `from=${new Date(Date.parse(asOf) - 83 * 86_400_000).toISOString().slice(0, 10)}`;
  if (browser !== undefined) page = await newPage(browser);
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await removeDirectory(hearback.directory);
});

const rowsOf = async (metric: string, query = ''): Promise<readonly Row[]> =>
  (
    await hearback.get<{ rows: readonly Row[] }>(
      `/api/v1/metrics/${metric}?asOf=${asOf}${query === '' ? '' : `&${query}`}`,
    )
  ).rows;

async function open(path: string): Promise<void> {
  await page.goto(`${hearback.url}${path}${path.includes('?') ? '&' : '?'}asOf=${asOf}`);
  await settledPage(page);
}

/** What a page shows of a figure, as its title tells it: whole seconds, percent to two decimals. */
function expectShown(shown: { kind: string; value: number | undefined } | undefined, figure: unknown): void {
  const value = figure as Figure;
  if (typeof value === 'number') {
    const decimals = shown?.value !== undefined && Math.abs(value) <= 1 && !Number.isInteger(value) ? 4 : 9;
    expect(shown?.kind).toBe('value');
    expect(Number(value.toFixed(decimals))).toBeCloseTo(shown?.value ?? Number.NaN, 3);
    return;
  }
  if (value !== null && 'seconds' in value) {
    expect(shown).toMatchObject({
      kind: value['reached'] === true ? 'value' : 'more-than',
      value: Math.round(Number(value['seconds'])),
    });
    return;
  }
  if (value !== null && 'withheld' in value) expect(shown?.kind).toBe('withheld');
  else if (value !== null && 'notMeasured' in value) expect(shown?.kind).toBe('not-measured');
  else expect(shown?.kind).toBe('none');
}

describe('the figures on a page are those of the API', () => {
  inBrowser('the headline', async () => {
    await open('/');
    for (const [metric, query] of [
      ['time-to-response', range],
      ['response-rate', range],
      ['promise-kept-rate', range],
      ['waiting-now', ''],
    ] as const) {
      const [row] = await rowsOf(metric, query);
      const shown = await figuresIn(page.getByTestId(`headline-${metric}`));
      expect(shown.size).toBeGreaterThan(1);
      for (const [name, figure] of shown) {
        if (name !== 'n' || metric === 'waiting-now') expectShown(figure, row?.[name]);
      }
    }
  });

  inBrowser('every line of the table of teams', async () => {
    await open('/');
    const [health, response, waiting] = await Promise.all([
      rowsOf('health', 'by=team'),
      rowsOf('time-to-response', `by=team&${range}`),
      rowsOf('waiting-now', 'by=team'),
    ]);
    const lines = page.getByTestId('team-row');
    expect(await lines.count()).toBe(health.length);
    for (const row of health) {
      const team = String(row['team']);
      const line = page.locator(`[data-team="${team}"]`);
      const cell = async (column: string): Promise<{ kind: string; value: number | undefined }> => {
        const figure = line.locator(`[data-column="${column}"] .figure`);
        const title = (await figure.getAttribute('title')) ?? '';
        const className = (await figure.getAttribute('class')) ?? '';
        const number = /-?\d[\d,]*(\.\d+)?/.exec(title)?.[0];
        return {
          kind: /figure-([a-z-]+)/.exec(className)?.[1] ?? '',
          value: number === undefined ? undefined : Number(number.replaceAll(',', '')),
        };
      };
      expectShown(await cell('health'), row['health']);
      for (const part of row['parts'] as { component: string; value: unknown }[]) {
        const shown = await cell(part.component);
        if (typeof part.value === 'number') expect(shown.value).toBeCloseTo(part.value, 0);
        else expectShown(shown, part.value);
      }
      expectShown(await cell('response'), response.find((each) => each['team'] === team)?.['median'] ?? null);
      const waits = waiting.find((each) => each['team'] === team);
      expectShown(await cell('waiting'), waits?.n ?? 0);
      expectShown(await cell('overdue'), waits?.['overdue'] ?? 0);
    }
  });

  inBrowser('a team’s page', async () => {
    await open('/teams/sim-finance');
    const [health] = await rowsOf('health', 'team=sim-finance');
    const [waiting] = await rowsOf('waiting-now', 'team=sim-finance');
    const shown = await figuresIn(page.getByTestId('health'));
    expectShown(shown.get('health'), health?.['health']);
    expectShown(shown.get('waiting'), waiting?.n);
    expectShown(shown.get('overdue'), waiting?.['overdue']);
    const [score] = await rowsOf('latency-score', 'team=sim-finance');
    expectShown((await figuresIn(page.getByTestId('score'))).get('score'), score?.['score']);
    const stages = await rowsOf('time-to-response', `team=sim-finance&by=stage&${range}`);
    for (const row of stages) {
      const line = page.locator(`[data-stage="${String(row['stage'])}"] [data-metric="time-to-response"]`);
      expectShown((await figuresIn(line)).get('median'), row['median']);
    }
  });

  inBrowser('every figure of the catalogue', async () => {
    await open('/figures');
    const { metrics } = await hearback.get<{
      metrics: { name: string; figures: { name: string; shape: string }[] }[];
    }>('/api/v1/metrics');
    for (const { name, figures } of metrics) {
      const hasOwnTime = ['waiting-now', 'health', 'latency-score'].includes(name);
      const [row] = await rowsOf(name, hasOwnTime ? '' : range);
      const part = page.getByTestId(`figure-${name}`);
      const shown = await figuresIn(part.locator('.figures').first());
      for (const { name: figure, shape } of figures) {
        if (shape === 'parts' || shape === 'text') continue;
        expectShown(shown.get(figure), row?.[figure]);
      }
    }
  });

  inBrowser('what is behind a figure, and who waits', async () => {
    await open('/why/response-rate');
    const list = await hearback.get<{ total: number; rows: { applicationId: string; counted: string }[] }>(
      `/api/v1/metrics/response-rate/obligations?asOf=${asOf}&${range}&limit=100`,
    );
    const rows = page.getByTestId('behind-row');
    expect(await rows.count()).toBe(list.rows.length);
    expect(await rows.first().innerText()).toContain(list.rows[0]?.applicationId);
    expect(
      await rows
        .locator('[data-counted]')
        .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-counted'))),
    ).toEqual(list.rows.map(({ counted }) => counted));

    await open('/waiting?order=oldest');
    const waiting = await hearback.get<{ total: number; rows: { applicationId: string }[] }>(
      `/api/v1/waiting?asOf=${asOf}&order=oldest&limit=100`,
    );
    expect(await page.locator('.cell-application a:first-child').allInnerTexts()).toEqual(
      waiting.rows.map(({ applicationId }) => applicationId),
    );
  });
});
