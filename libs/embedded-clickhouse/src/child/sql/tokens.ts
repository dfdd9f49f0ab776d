/**
 * A lexer for the outline of a ClickHouse statement: words, punctuation and quoted things with their
 * positions; comments and whitespace are skipped. It knows nothing of grammar.
 */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'other';
  /** Upper-cased for words, verbatim for punctuation, empty for quoted things. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Parentheses, brackets and braces that are open around the token. */
  readonly depth: number;
}

const WORD = /[\p{L}\p{N}_$]+/uy;
const SPACE = /\s+/y;
const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/**
 * Yields the tokens of `sql` one by one; stopping early costs nothing for the rest, so that a statement
 * with megabytes of data behind it is read only up to the data.
 */
export function* tokens(sql: string): Generator<Token> {
  let depth = 0;
  let at = 0;
  while (at < sql.length) {
    const skipped = skipBlank(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const start = at;
    const char = sql.charAt(at);
    const quotedEnd = endOfQuoted(sql, at);
    if (quotedEnd !== undefined) {
      at = quotedEnd;
      yield { kind: 'quoted', text: '', start, end: at, depth };
      continue;
    }
    WORD.lastIndex = at;
    const word = WORD.exec(sql);
    if (word !== null) {
      at += word[0].length;
      yield { kind: 'word', text: word[0].toUpperCase(), start, end: at, depth };
      continue;
    }
    if (CLOSING.has(char)) depth -= 1;
    at += 1;
    yield { kind: 'other', text: char, start, end: at, depth };
    if (OPENING.has(char)) depth += 1;
  }
}

/** The end of the whitespace or comment that starts at `at`, or `at` itself. */
function skipBlank(sql: string, at: number): number {
  SPACE.lastIndex = at;
  const space = SPACE.exec(sql);
  if (space !== null) return at + space[0].length;
  if (sql.startsWith('/*', at)) return endAfter(sql, '*/', at + 2);
  // TRICKY: `#` starts a comment only when a space or `!` follows it.
  if (sql.startsWith('--', at) || sql.startsWith('# ', at) || sql.startsWith('#!', at)) {
    return endAfter(sql, '\n', at + 2);
  }
  return at;
}

/** The end of the string, quoted identifier or heredoc that starts at `at`; undefined when none does. */
function endOfQuoted(sql: string, at: number): number | undefined {
  const quote = sql.charAt(at);
  if (quote === "'" || quote === '"' || quote === '`') {
    for (let i = at + 1; i < sql.length; i += 1) {
      const char = sql.charAt(i);
      if (char === '\\') i += 1;
      else if (char === quote) {
        if (sql.charAt(i + 1) !== quote) return i + 1;
        i += 1;
      }
    }
    return sql.length;
  }
  if (quote === '$') {
    const tag = /^\$\w*\$/.exec(sql.slice(at, at + 130))?.[0];
    if (tag !== undefined && sql.includes(tag, at + tag.length)) return endAfter(sql, tag, at + tag.length);
  }
  return undefined;
}

function endAfter(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from);
  return found === -1 ? sql.length : found + mark.length;
}
