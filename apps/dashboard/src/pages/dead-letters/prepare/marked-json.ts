/** A piece of a text; `faults` are those that lie in it, by their place in the list of problems. */
export interface Piece {
  readonly text: string;
  readonly faults: readonly number[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts a JSON text so that what each path names is a piece of its own. A path that leads nowhere (a field is missing)
 * and the whole (an empty path) mark nothing; nor does anything in a text that is no JSON.
 */
export function markedJson(text: string, paths: readonly string[]): readonly Piece[] {
  const wanted = paths.filter((path) => path !== '');
  const spans = wanted.length === 0 ? undefined : spansOf(text, new Set(wanted));
  if (spans === undefined || spans.size === 0) return [{ text, faults: [] }];
  const cuts = [...new Set([0, text.length, ...[...spans.values()].flatMap(({ from, to }) => [from, to])])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(1).map((to, index) => {
    const from = cuts[index]!;
    return { text: text.slice(from, to), faults: faultsAt({ from, to }, paths, spans) };
  });
}

/** The innermost: a fault of the whole does not cover one of a part. */
function faultsAt(piece: Span, paths: readonly string[], spans: ReadonlyMap<string, Span>): number[] {
  const size = ({ from, to }: Span): number => to - from;
  const covering = [...spans.values()].filter(({ from, to }) => from <= piece.from && to >= piece.to);
  const smallest = Math.min(...covering.map(size));
  return paths.flatMap((path, index) => {
    const span = spans.get(path);
    return span !== undefined && covering.includes(span) && size(span) === smallest ? [index] : [];
  });
}

/** Where in the text the values of these paths stand; `undefined`: it is no JSON. */
function spansOf(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, Span> | undefined {
  try {
    JSON.parse(text);
    return new Scanner(text, wanted).scan();
  } catch {
    // Not JSON, or nested so deeply that nobody reads it anyway.
    return undefined;
  }
}

const SCALAR = /[^\s,\]}]+/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;

/** Goes through a text that is known to be JSON. */
class Scanner {
  readonly #spans = new Map<string, Span>();
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly wanted: ReadonlySet<string>,
  ) {}

  scan(): ReadonlyMap<string, Span> {
    this.#value('');
    return this.#spans;
  }

  #value(path: string): void {
    this.#skipSpace();
    const from = this.#at;
    const first = this.text[from];
    if (first === '{') this.#members('}', () => this.#member(path));
    else if (first === '[') this.#items(path);
    else this.#match(first === '"' ? STRING : SCALAR);
    // Of a name that stands twice the last value counts, as for everybody who reads JSON.
    if (this.wanted.has(path)) this.#spans.set(path, { from, to: this.#at });
  }

  #items(path: string): void {
    let index = 0;
    this.#members(']', () => this.#value(within(path, String(index++))));
  }

  #member(path: string): void {
    const name = JSON.parse(this.#match(STRING)) as string;
    this.#skipSpace();
    this.#at += 1;
    this.#value(within(path, name));
  }

  #members(end: string, each: () => void): void {
    this.#at += 1;
    for (this.#skipSpace(); this.text[this.#at] !== end; this.#skipSpace()) {
      if (this.text[this.#at] === ',') {
        this.#at += 1;
        this.#skipSpace();
      }
      each();
    }
    this.#at += 1;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw new Error(`nothing to read at ${this.#at}`);
    this.#at += found.length;
    return found;
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.text[this.#at] ?? '.')) this.#at += 1;
  }
}

function within(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
