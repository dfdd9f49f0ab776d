/**
 * So long one piece of work may keep the event loop, in milliseconds. Far below the 50 that no stretch may take, since
 * the last item of a slice may be a large one.
 */
const SLICE_MS = 8;

/** Fewer are done at once: they take less than a slice, and waiting for a turn would cost more than they do. */
const FEW = 20;

const waiting: (() => void)[] = [];

/**
 * Resolves in a turn of the event loop of its own: of all who wait in this process, one goes on per turn. Were all
 * woken in the same turn, their slices would add up to one long stretch.
 */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(wakeNext);
  });
}

function wakeNext(): void {
  // It stays in the list until it is woken, so that whoever joins meanwhile does not start a second series.
  waiting[0]?.();
  waiting.shift();
  if (waiting.length > 0) setImmediate(wakeNext);
}

/** When the first piece of the work of this turn began; `undefined` before it. */
let turnBegan: number | undefined;

/**
 * For work that comes piece by piece with the data of many streams: to be asked before each piece, and awaited. Once the
 * pieces of this turn of the event loop have taken a slice together, whichever stream they belong to, the next ones wait
 * for a turn of their own.
 *
 * @returns `undefined` where the piece may be done at once
 */
export function turnIfSpent(): Promise<void> | undefined {
  const now = performance.now();
  if (turnBegan === undefined) {
    turnBegan = now;
    setImmediate(() => (turnBegan = undefined));
  }
  return now - turnBegan < SLICE_MS ? undefined : ownTurn();
}

/** Takes a step of one of many clients now, or in a turn of its own once this one is spent. See {@link turnIfSpent}. */
export function inTurn(step: () => void): void {
  const turn = turnIfSpent();
  if (turn === undefined) step();
  else void turn.then(step);
}

/** Like `items.map(work)`, in slices between which everything else of the process goes on. */
export async function mapInSlices<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => R,
): Promise<R[]> {
  const results: R[] = [];
  if (items.length > FEW) await ownTurn();
  let begun = performance.now();
  for (const [index, item] of items.entries()) {
    if (performance.now() - begun >= SLICE_MS) {
      await ownTurn();
      begun = performance.now();
    }
    results.push(work(item, index));
  }
  return results;
}
