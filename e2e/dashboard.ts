import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { findBrowser } from '../scripts/browser/install-browser.mjs';
import { eventually } from './hearback-process.js';

const executablePath = findBrowser();

/** Without a browser these tests are skipped, which CI does not allow. */
export const hasBrowser = executablePath !== undefined;

export async function launchBrowser(): Promise<Browser | undefined> {
  return executablePath === undefined
    ? undefined
    : chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/**
 * A page of the dashboard, as somebody sees it who asks for few movements: a skeleton that moves draws without end.
 * What is not there within a minute does not come, on a busy machine either.
 */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 1000 },
    reducedMotion: 'reduce',
    ...options,
  });
  page.setDefaultTimeout(120_000);
  return page;
}

/** A page, and what its browser refused to load or run by the service's Content-Security-Policy, or complained about. */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly refused: string[] }> {
  const page = await newPage(browser, { colorScheme: 'light', ...options });
  const refused: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' || /content.security.policy/i.test(text))
      refused.push(`${page.url()}: ${text}`);
  });
  page.on('pageerror', (error) => refused.push(`${page.url()}: ${error.message}`));
  return { page, refused };
}

/** Nothing is on its way any more. */
export async function settledPage(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await eventually(async () => {
    const busy = await page.locator('.skeleton, [aria-busy="true"]').count();
    if (busy > 0) throw new Error(`${busy} parts are still loading`);
  });
}

/** Those of the widths, in pixels, at which a page is wider than the screen. */
export async function tooWideAt(page: Page, widths: readonly number[]): Promise<number[]> {
  const wide: number[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    // Charts are drawn again a moment after the page has got its width.
    const fits = page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth, null, {
      timeout: 30_000,
    });
    await fits.catch(() => wide.push(width));
  }
  return wide;
}

/** A figure as the page tells it: its exact value stands in the title. */
export interface ReadFigure {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
  readonly value: number | undefined;
}

/** The figures within a part of a page, by their names. */
export async function figuresIn(part: Locator): Promise<ReadonlyMap<string, ReadFigure>> {
  const all = await part.locator('[data-figure]').evaluateAll((elements) =>
    elements.map((element) => ({
      name: element.getAttribute('data-figure') ?? '',
      kind: /figure-([a-z-]+)/.exec(element.getAttribute('class') ?? '')?.[1] ?? '',
      text: element.firstChild?.textContent ?? '',
      title: element.getAttribute('title') ?? '',
    })),
  );
  return new Map(
    all.map(({ name, kind, text, title }) => [name, { name, kind, text, value: valueOf(title) }]),
  );
}

/** "exactly 86,400 seconds", "78.02 percent", "54.23", "1,143": as a number, rates from 0 to 1. */
function valueOf(title: string): number | undefined {
  const number = /-?\d[\d,]*(\.\d+)?/.exec(title)?.[0];
  if (number === undefined) return undefined;
  const value = Number(number.replaceAll(',', ''));
  return title.includes('percent') ? value / 100 : value;
}
