const UNITS = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['tb', 1e12],
  ['kib', 2 ** 10],
  ['mib', 2 ** 20],
  ['gib', 2 ** 30],
  ['tib', 2 ** 40],
]);

/** Bytes of a text like `512MiB`, `2 GiB`, `1.5GB` or `1073741824`; `undefined` where it is none. */
export function parseBytes(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = UNITS.get(unit.toLowerCase());
  if (amount === '' || factor === undefined) return undefined;
  return Math.floor(Number(amount) * factor);
}

/** As people read them: `512 MiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of [
    ['TiB', 2 ** 40],
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
  ] as const)
    if (bytes >= size || unit === 'MiB') return `${Number((bytes / size).toFixed(1))} ${unit}`;
  return `${bytes} B`;
}
