import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { hasBrowser, launchBrowser, newPage, settledPage, tooWideAt } from './dashboard.js';
import { send } from './events.js';
import { eventually, removeDirectory, startHearback, type HearbackProcess } from './hearback-process.js';

const inBrowser = hasBrowser ? it : it.skip;

/** What teams may be called by whoever sends events. */
const HOSTILE = {
  long: 'Wissenschaftlich-technische Zusammenarbeit '.repeat(5).slice(0, 200),
  unbroken: 'x'.repeat(200),
  html: '<img src=x onerror="window.hacked=1"><b>bold</b>',
  rightToLeft: 'فريق المدفوعات',
  emoji: '🧑🏽‍🚀👩‍👩‍👧 🚀',
  override: '\u202Egnp.exe',
} as const;

let browser: Browser | undefined;
const services: HearbackProcess[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  for (const service of services) {
    await service.end();
    await removeDirectory(service.directory);
  }
});

const DAY = 86_400_000;

interface Held {
  readonly team: string;
  readonly name?: string;
  readonly application: string;
}

/** An interview that took place three weeks ago, and was not answered. */
const held = ({ team, name = team, application }: Held): object => {
  const time = new Date(Date.now() - 21 * DAY).toISOString();
  return {
    specversion: '1.0',
    id: `${team} ${application}`,
    source: 'https://ats.example.com',
    type: 'hearback.interview.completed.v1',
    time,
    data: {
      applicationId: `${team} ${application}`,
      interviewId: 'i',
      endedAt: time,
      teamId: team,
      teamName: name,
      stage: name,
    },
  };
};

async function serviceWith(events: readonly object[]): Promise<HearbackProcess> {
  const service = await startHearback();
  services.push(service);
  await service.get('/api/v1/organisation');
  for (let from = 0; from < events.length; from += 1000) {
    expect(await send(service.url, events.slice(from, from + 1000))).toBe(202);
  }
  await service.settled();
  return service;
}

async function open(service: HearbackProcess, path: string): Promise<Page> {
  const page = await newPage(browser!);
  await page.goto(service.url + path);
  await settledPage(page);
  return page;
}

describe('names that mean no good', () => {
  inBrowser('are text on every page, and push nothing off the screen', async () => {
    const teams = Object.entries(HOSTILE);
    const service = await serviceWith(
      teams.flatMap(([team, name]) =>
        ['a', 'b', 'c'].map((application) => held({ team, name, application })),
      ),
    );
    const wide: string[] = [];
    const page = await newPage(browser!);
    for (const path of [
      '/',
      '/teams/html',
      '/teams/unbroken',
      '/teams/rightToLeft',
      '/waiting',
      '/why/time-to-response',
      '/applications/html%20a',
      '/data',
    ]) {
      await page.setViewportSize({ width: 390, height: 900 });
      await page.goto(service.url + path);
      await settledPage(page);
      wide.push(...(await tooWideAt(page, [390, 1440])).map((width) => `${path} at ${width}`));
      expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
      if (path === '/') {
        const names = await page.getByTestId('team-row').getByRole('rowheader').allInnerTexts();
        expect(names.map((name) => name.trim()).sort()).toEqual(teams.map(([, name]) => name.trim()).sort());
      }
      if (path === '/teams/html')
        expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(HOSTILE.html);
    }
    await page.close();
    expect(wide).toEqual([]);
  });

  inBrowser(
    'given groups below the minimum that all wait, then "too few", "more than", and no zero',
    async () => {
      const service = services[0]!;
      const page = await open(service, '/');
      const line = page.locator('[data-team="emoji"]');
      expect(await line.locator('[data-column="health"]').innerText()).toContain('too few (3)');
      expect(await line.locator('[data-column="response"]').innerText()).toMatch(/^>20\.\d d|^>21/);
      expect(await page.getByTestId('headline-time-to-response').innerText()).toMatch(/>2[01]/);
      expect(await page.getByTestId('headline-promise-kept-rate').innerText()).toContain('not measured');
      expect(await page.getByTestId('headline-response-rate').innerText()).toContain('0 %');
      await page.close();
    },
  );
});

describe('ids that look like addresses', () => {
  const IDS = ['a%2Fb', 'a/b', 'a%252Fb', '100%', 'a b?c#d'];

  inBrowser('lead from every line to their own pages, which can be loaded again', async () => {
    const service = await serviceWith(IDS.map((team) => held({ team, application: 'x' })));
    const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
    const page = await open(service, '/');
    const goTo = (name: string): Promise<void> =>
      page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
    for (const id of IDS) {
      await goTo('Teams');
      await page.getByRole('rowheader', { name: id, exact: true }).getByRole('link').click();
      await page.getByTestId('survival-reading').waitFor();
      expect(await heading(page)).toBe(id);
      await page.reload();
      expect(await page.getByTestId('survival-reading').innerText()).toContain('Of 1 interviews');
      expect(await heading(page)).toBe(id);

      await goTo('Waiting now');
      await page.getByRole('link', { name: `${id} x`, exact: true }).click();
      await page.getByTestId('timeline-entry').first().waitFor();
      await page.reload();
      await page.getByTestId('timeline-entry').first().waitFor();
      expect(await heading(page)).toBe(`Application ${id} x`);
    }
    // Typed by hand, and not encoded.
    await page.goto(`${service.url}/teams/100%`);
    await page.getByTestId('survival-reading').waitFor();
    expect(await heading(page)).toBe('100%');
    await page.close();
    expect((await fetch(`${service.url}/assets/of-an-older-build.js`)).status).toBe(404);
  });
});

describe('many and few', () => {
  inBrowser(
    'given a thousand teams, then only what is in sight is drawn, and the last can be reached',
    async () => {
      const service = await serviceWith(
        Array.from({ length: 1000 }, (_, index) =>
          held({ team: `team-${String(index).padStart(4, '0')}`, application: 'a' }),
        ),
      );
      const page = await open(service, '/?sort=team');
      const lines = page.getByTestId('team-row');
      expect(await lines.count()).toBeLessThan(80);
      expect(await page.getByTestId('teams').innerText()).toContain('1,000 teams');
      expect(await lines.first().getAttribute('data-team')).toBe('team-0000');
      const below = page.getByTestId('stages');
      await below.scrollIntoViewIfNeeded();
      await eventually(async () => expect(await lines.last().getAttribute('data-team')).toBe('team-0999'));
      expect(await lines.count()).toBeLessThan(80);
      await page.getByTestId('find-team').fill('team-0567');
      await eventually(async () => expect(await lines.count()).toBe(1));
      await page.getByTestId('find-team').fill('nobody');
      await eventually(async () =>
        expect(await page.getByTestId('teams').innerText()).toContain('No team of that name'),
      );
      await page.close();
    },
  );

  inBrowser(
    'given one team with one interview, then one line, and no picture of a trend is made up',
    async () => {
      const service = await serviceWith([held({ team: 'Only', application: 'a' })]);
      const page = await open(service, '/');
      expect(await page.getByTestId('team-row').count()).toBe(1);
      expect(await page.getByTestId('movements').innerText()).toContain('No team moved');
      await page.close();
      const own = await open(service, '/teams/Only');
      expect(await own.getByTestId('survival-reading').innerText()).toContain('more than half had no answer');
      expect(await own.getByTestId('health').innerText()).toContain('too few (1)');
      await own.close();
    },
  );

  inBrowser('given a service that forbids, then that is said, and not that there is nothing', async () => {
    const page = await newPage(browser!);
    await page.route('**/api/v1/**', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: '{"title":"Forbidden","status":403,"detail":"This key may not read figures."}',
      }),
    );
    await page.goto(services[0]!.url);
    await page.getByTestId('forbidden').waitFor();
    expect(await page.getByTestId('forbidden').innerText()).toContain('This key may not read figures.');
    await page.close();
  });
});
