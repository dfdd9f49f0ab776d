import { type QueryClient } from '@tanstack/react-query';

const LOOK_EVERY_MS = 250;
/** A service that answers slowly must not keep panels away for ever. */
const LATEST_MS = 5_000;

/**
 * Fetches what the first click will need, once the figures are there and the page is idle: it opens at once then, also
 * when the service is away. Sooner, it would take the figures their turn: a browser asks for six things at a time. A
 * failure is nobody's concern here: the click asks again.
 */
export function prefetchWhenIdle(client: QueryClient): void {
  const latest = performance.now() + LATEST_MS;
  const look = (): void => {
    if (client.isFetching() > 0 && performance.now() < latest) setTimeout(look, LOOK_EVERY_MS);
    else whenIdle(fetchAll);
  };
  setTimeout(look, LOOK_EVERY_MS);
}

function fetchAll(): void {
  for (const load of [
    () => import('../elements/popover-panel.js'),
    () => import('../filters/choice-list.js'),
  ]) {
    load().catch(() => undefined);
  }
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: LATEST_MS });
  else setTimeout(work, LOOK_EVERY_MS);
}
