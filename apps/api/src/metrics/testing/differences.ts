/** A figure whose values are not told, only that so many applications or fewer are behind it. */
export class TooFewToTell {
  constructor(readonly atMost: number) {}
}

const TOLERANCE = 1e-9;

/** Where two answers differ, each place with both; numbers to 1e-9. */
export function differences(actual: unknown, expected: unknown, path = ''): string[] {
  if (expected instanceof TooFewToTell) {
    if (actual === null) return [];
    const { withheld, n } = (actual ?? {}) as { withheld?: unknown; n?: unknown };
    const fits = withheld === 'too few' && typeof n === 'number' && n > 0 && n <= expected.atMost;
    return fits ? [] : [told(path, actual, `too few, at most ${expected.atMost}`)];
  }
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= TOLERANCE ? [] : [told(path, actual, expected)];
  }
  if (!isObject(actual) || !isObject(expected)) {
    return actual === expected ? [] : [told(path, actual, expected)];
  }
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...names].flatMap((name) => differences(actual[name], expected[name], `${path}.${name}`));
}

function told(path: string, actual: unknown, expected: unknown): string {
  return `${path}: answered ${JSON.stringify(actual)}, by hand ${JSON.stringify(expected)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
