const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** Waiting times that double from 100 ms to 10 s until something succeeds. */
export class BackOff {
  #next = FIRST_MS;

  constructor(
    private readonly first = FIRST_MS,
    private readonly longest = LONGEST_MS,
  ) {
    this.#next = first;
  }

  /** How long to wait before the next try, in milliseconds. */
  next(): number {
    const wait = this.#next;
    this.#next = Math.min(wait * 2, this.longest);
    return wait;
  }

  reset(): void {
    this.#next = this.first;
  }
}

/** Waits `milliseconds`, or until `signal` aborts, whichever is first. Never throws. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

/** Whether `work` settles within `milliseconds`. Its rejection counts as settling and is swallowed. */
export async function settlesWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const settled = work.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([settled, pause(milliseconds, timer.signal).then(() => false)]);
  timer.abort();
  return inTime;
}

/** Waits for `work`, but no longer than until `signal` aborts: then it throws what `reason` gives, and `work` is left behind. */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  reason: () => Error,
): Promise<T> {
  const over = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(reason()), { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    over.abort();
  }
}
