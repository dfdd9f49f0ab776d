// Pictures of the dashboard for the documents, of a simulated organisation (docs/dashboard.md says how to start one):
// `node scripts/screenshots.mjs [URL]`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser/install-browser.mjs';
import { ROOT } from './install.mjs';

const url = process.argv[2] ?? process.env.HEARBACK_URL ?? 'http://127.0.0.1:3000';
const folder = join(ROOT, 'docs', 'screenshots');
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

const health = await (await fetch(`${url}/api/v1/metrics/health?by=team`)).json();
const [worst] = health.rows
  .filter((row) => typeof row.health === 'number')
  .sort((a, b) => a.health - b.health);
const waiting = await (await fetch(`${url}/api/v1/waiting?order=overdue&limit=1`)).json();
const PAGES = {
  teams: '/',
  team: `/teams/${encodeURIComponent(worst.team)}`,
  messages: '/messages',
  waiting: '/waiting',
  why: '/why/time-to-response',
  application: `/applications/${encodeURIComponent(waiting.rows[0].applicationId)}`,
  figures: '/figures',
  data: '/data',
  rejected: '/dead-letters',
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
for (const [device, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [name, path] of Object.entries(PAGES)) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
      await page.goto(url + path);
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(500);
      // Long lists end after some screens: a picture shows what a page looks like, not all that is in it.
      const height = await page.evaluate('document.documentElement.scrollHeight');
      const clip = { x: 0, y: 0, width: viewport.width, height: Math.min(height, 2400) };
      await page.screenshot({
        path: join(folder, `${name}-${device}-${colorScheme}.png`),
        fullPage: true,
        clip,
      });
      await page.close();
    }
  }
}
await browser.close();
console.log(`Pictures written to ${folder}`);
