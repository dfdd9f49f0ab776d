import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { findBrowser } from '../scripts/browser/install-browser.mjs';
import { eventually, removeDirectory, startHearback, type HearbackProcess } from './hearback-process.js';

const END_OF_LOG = '2015-01-12T12:39:58Z';
const DAY = 86_400;

interface Row {
  readonly stage?: string;
  readonly n: number;
  readonly waiting: number;
  readonly inferred: number;
  readonly median: { readonly seconds: number; readonly reached: boolean } | { readonly notMeasured: string };
  readonly p90: { readonly seconds: number; readonly reached: boolean };
}

/** Of the hiring log's README: n, median and p90 to response, median and p90 to decision (days), answers inferred. */
const KNOWN: readonly (readonly [string, number, number, number, number, number, number])[] = [
  ['Telephonic Screening', 8799, 0.926, 1.273, 3.705, 5.209, 7809],
  ['Screening Interview', 7809, 1.852, 2.779, 3.126, 4.283, 3904],
  ['Coding Interview', 3904, 0.926, 0.927, 1.852, 2.778, 3518],
  ['Frontend Interview', 2913, 0.926, 0.927, 0.926, 1.852, 1674],
  ['ML Interview', 2334, 0.926, 0.927, 0.926, 1.852, 1332],
  ['Backend Interview', 1351, 0.926, 0.927, 0.926, 1.852, 770],
  ['Behavioral Interview', 3796, 0.925, 0.926, 0.925, 0.926, 0],
];

/** Interviews ended, waiting for a response, waiting for a decision. */
const INSTANTS: readonly (readonly [string, number, number, number])[] = [
  ['2015-01-07T12:00Z', 16_608, 8_468, 16_277],
  ['2015-01-08T12:00Z', 19_538, 7_530, 17_990],
  ['2015-01-09T18:00Z', 25_486, 6_572, 17_079],
];

const executablePath = findBrowser();
const inBrowser = executablePath === undefined ? it.skip : it;

let hearback: HearbackProcess;
let browser: Browser | undefined;
beforeAll(async () => {
  hearback = await startHearback({ sample: true });
  await eventually(
    () =>
      hearback.output().includes('Sample imported')
        ? Promise.resolve()
        : Promise.reject(new Error(hearback.output())),
    // 63,869 rows, which is much for a busy machine.
    600_000,
  );
  if (executablePath !== undefined)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await hearback.end();
  await removeDirectory(hearback.directory);
});

async function rowsOf(metric: string, query: string): Promise<readonly Row[]> {
  return (await hearback.get<{ rows: readonly Row[] }>(`/api/v1/metrics/${metric}?${query}`)).rows;
}

async function open(path: string): Promise<Page> {
  if (browser === undefined) throw new Error('no browser');
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  await page.goto(hearback.url + path);
  return page;
}

const textOf = (page: Page, testId: string): Promise<string> => page.getByTestId(testId).first().innerText();

describe('the known answers of the hiring log', () => {
  it('given the whole log, then every number by stage is the known one', async () => {
    const [response, decision] = await Promise.all(
      ['time-to-response', 'time-to-decision'].map((metric) => rowsOf(metric, `asOf=${END_OF_LOG}&by=stage`)),
    );
    const days = (quantile: unknown): number =>
      Math.round(((quantile as { seconds: number }).seconds / DAY) * 1000) / 1000;
    const actual = KNOWN.map(([stage]) => {
      const [answered, decided] = [response, decision].map((rows) =>
        rows?.find((row) => row.stage === stage),
      );
      return [
        stage,
        answered?.n,
        days(answered?.median),
        days(answered?.p90),
        days(decided?.median),
        days(decided?.p90),
        answered?.inferred,
      ];
    });
    expect(actual).toEqual(KNOWN);
  });

  it.each(INSTANTS)(
    'as of %s, then those who wait are the known ones',
    async (asOf, ended, response, decision) => {
      const [answered] = await rowsOf('time-to-response', `asOf=${asOf}`);
      const [decided] = await rowsOf('time-to-decision', `asOf=${asOf}`);
      expect([answered?.n, answered?.waiting, decided?.n, decided?.waiting]).toEqual([
        ended,
        response,
        ended,
        decision,
      ]);
      expect((await rowsOf('waiting-now', `asOf=${asOf}`))[0]?.n).toBe(response);
    },
  );

  it('given a log without feedback, then the time to feedback is not measured', async () => {
    expect((await rowsOf('time-to-feedback', `asOf=${END_OF_LOG}`))[0]?.median).toHaveProperty('notMeasured');
  });
});

describe('a visitor', () => {
  inBrowser('opens the page and sees at a glance who waits longest for a decision', async () => {
    const page = await open('/');
    await page.getByTestId('longest-stage').waitFor();
    expect(await textOf(page, 'longest-stage')).toContain('Telephonic Screening');
    expect(await textOf(page, 'stages')).toContain('Time to feedback is not measured');
    expect(await textOf(page, 'headline-promise-kept-rate')).toContain('not measured');
    expect(await page.getByTestId('team-row').count()).toBe(5);
    expect(await page.locator('body').innerText()).toContain('sample data');
    const stages = await page.getByTestId('stage').allInnerTexts();
    for (const [stage, n] of KNOWN) {
      expect(stages.find((text) => text.includes(stage))).toContain(n.toLocaleString('en'));
    }
    await page.close();
  });

  inBrowser('travels to a past instant by the address, and sees how many had no answer then', async () => {
    const page = await open('/?asOf=2015-01-08T12:00:00Z');
    await eventually(async () => expect(await textOf(page, 'headline-waiting-now')).toContain('7,530'));
    await page.close();
  });

  inBrowser('is told why there is nothing, where there is nothing', async () => {
    const teams = await open('/?asOf=2015-01-09T12:00:00Z');
    await eventually(async () =>
      expect(await textOf(teams, 'teams')).toContain('no interviews in the twelve weeks that ended last'),
    );
    const why = await open('/why/promise-kept-rate');
    await eventually(async () =>
      expect(await textOf(why, 'figure')).toContain(
        'No source has sent an event of the kind response.promised',
      ),
    );
    expect(await textOf(why, 'behind')).toContain('Nothing in this selection.');
    await Promise.all([teams.close(), why.close()]);
  });

  inBrowser(
    'sees what costs a team of ten thousand interviews, and on a phone its newest weeks',
    async () => {
      const page = await open('/teams/Coding%20Interviewer');
      await page.setViewportSize({ width: 390, height: 844 });
      await page.reload();
      const costs = page.getByTestId('stage-cost');
      await costs.first().waitFor();
      expect(await costs.count()).toBe(4);
      expect(await costs.first().innerText()).toMatch(/Coding Interview\s+\d+ %\s+\d+\.\d\s[^]*3,904/);
      const beyond = await page.evaluate(
        "(({ scrollLeft, scrollWidth, clientWidth }) => scrollWidth - clientWidth - scrollLeft)(document.querySelector('.part-heat .table-scroll, .heat').closest('.table-scroll'))",
      );
      expect(beyond).toBeLessThan(2);
      await page.close();
    },
  );

  inBrowser('filters by stage in the address, goes on and comes back', async () => {
    const page = await open('/?stage=Coding+Interview');
    await eventually(async () => expect(await textOf(page, 'headline-time-to-response')).toContain('3,904'));
    await page.goto(`${hearback.url}/`);
    await eventually(async () => expect(await textOf(page, 'headline-time-to-response')).toContain('30,906'));
    await page.goBack();
    await eventually(async () => expect(await textOf(page, 'headline-time-to-response')).toContain('3,904'));
    await page.close();
  });

  inBrowser('sees the numbers move by themselves when events arrive', async () => {
    const own = await startHearback();
    const page = await (browser as Browser).newPage();
    await page.goto(own.url);
    await page.getByTestId('empty').waitFor();
    const time = new Date(Date.now() - 3_600_000).toISOString();
    const events = [1, 2, 3].map((number) => ({
      specversion: '1.0',
      id: `e-${number}`,
      source: 'https://ats.example.com',
      type: 'hearback.interview.completed.v1',
      time,
      data: {
        applicationId: `a-${number}`,
        interviewId: 'i',
        endedAt: time,
        teamId: 'Payments',
        stage: 'Onsite',
      },
    }));
    const answer = await fetch(`${own.url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
    expect(answer.status).toBe(202);
    await eventually(async () => {
      expect(await page.getByTestId('headline-waiting-now').innerText()).toMatch(/\b3\b/);
    });
    await page.close();
    await own.end();
    await removeDirectory(own.directory);
  });

  inBrowser('sees an outage card, not zeros, when the API does not answer', async () => {
    const page = await (browser as Browser).newPage();
    await page.route('**/api/v1/**', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: '{"title":"Store unavailable","status":503}',
      }),
    );
    await page.goto(hearback.url);
    await page.getByTestId('outage').waitFor();
    expect(await page.getByTestId('headline-waiting-now').count()).toBe(0);
    await page.close();
  });
});
