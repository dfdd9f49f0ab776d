import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { INestApplication } from '@nestjs/common';
import expressStaticGzip from 'express-static-gzip';

/** Where the dashboard's build lies. */
export const DASHBOARD = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));

const YEAR_MS = 365 * 86_400_000;

/**
 * Serves the build's scripts and styles, packed where the browser unpacks them. Their names carry a hash of what is in
 * them, so that a browser that has one never asks again. What is not there is left to whoever comes next.
 */
export function serveAssets(app: INestApplication): void {
  app.use(
    '/assets',
    expressStaticGzip(join(DASHBOARD, 'assets'), {
      index: false,
      serveStatic: { maxAge: YEAR_MS, immutable: true, redirect: false },
    }),
  );
}
