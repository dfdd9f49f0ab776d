/** Names of more characters have no nearest one: comparing takes the product of the lengths. */
const LONGEST_COMPARED = 100;

/** The name most like `wanted`, if any is like enough to be what was meant; none for one of more than 100 characters. */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  if (wanted.length > LONGEST_COMPARED) return undefined;
  for (const name of names) {
    if (name.length > LONGEST_COMPARED) continue;
    const distance = editDistance(normalised(wanted), normalised(name));
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  return best !== undefined && best.distance <= Math.max(2, wanted.length / 3) ? best.name : undefined;
}

/** ` Did you mean "x"?`, or nothing when no name is near. */
export function suggestion(wanted: string, names: Iterable<string>): string {
  const name = nearest(wanted, names);
  return name === undefined ? '' : ` Did you mean "${name}"?`;
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
