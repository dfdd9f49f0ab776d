// Pictures of the dashboard for the documents: `npm start` in one terminal, `node scripts/screenshots.mjs` in another.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser/install-browser.mjs';
import { ROOT } from './install.mjs';

const url = process.argv[2] ?? process.env.HEARBACK_URL ?? 'http://127.0.0.1:3000';
const folder = join(ROOT, 'docs', 'screenshots');
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
for (const [device, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${url}/?asOf=2015-01-08T12:00:00Z`);
    await page.getByTestId('trend-time-to-decision').locator('svg').first().waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `overview-${device}-${colorScheme}.png`), fullPage: true });
    await page.close();
  }
}
await browser.close();
console.log(`Pictures written to ${folder}`);
