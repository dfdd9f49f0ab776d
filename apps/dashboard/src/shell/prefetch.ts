/**
 * Fetches what the first click will need, once the page is idle: it opens at once then, also when the service is
 * away. A failure is nobody's concern here: the click asks again.
 */
export function prefetchWhenIdle(): void {
  const fetchAll = (): void => {
    for (const load of [
      () => import('../elements/popover-panel.js'),
      () => import('../filters/choice-list.js'),
    ]) {
      load().catch(() => undefined);
    }
  };
  if ('requestIdleCallback' in window) window.requestIdleCallback(fetchAll, { timeout: 5_000 });
  else setTimeout(fetchAll, 2_000);
}
