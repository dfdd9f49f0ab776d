/**
 * Turns a burst of signals into single runs: the first signal starts a run after `delayMs`, further ones before it
 * join it, and what is signalled during a run gets one more. A debounce would never run under a steady stream, and
 * runs that overlap would cancel each other.
 */
export function coalesce(
  run: () => Promise<unknown>,
  delayMs: number,
): { signal: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let stopped = false;

  const start = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      running = true;
      // A failed run is shown where its figures are; here it only must not end the updates.
      void run()
        .catch(() => undefined)
        .finally(() => {
          running = false;
          if (again && !stopped) start();
          again = false;
        });
    }, delayMs);
  };

  return {
    signal: () => {
      if (stopped || timer !== undefined) return;
      if (running) again = true;
      else start();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
