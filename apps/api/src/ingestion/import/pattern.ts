import { RE2JS } from 're2js';
import { MAX_PATTERN } from './limits.js';

/** A regular expression that takes time in proportion to the text, whatever the expression. */
export interface Pattern {
  /** Whether any part of the text matches. */
  test(text: string): boolean;
}

interface Construct {
  readonly sign: RegExp;
  readonly what: string;
}

const UNSUPPORTED: readonly Construct[] = [
  {
    sign: /^\(\?<?[=!]/,
    what:
      'look-around is not supported. Write two conditions of the column instead, like ' +
      "{ matches: '^done', not: done twice }, or several rules",
  },
  {
    sign: /^\\(?:[1-9]|k<)/,
    what: 'back-references are not supported. Write out what may be repeated, like (aa|bb)',
  },
];

const UNICODE_CLASSES = String.raw`. Unicode classes have short names here, like \p{L} for letters or \p{Greek} for a script`;

/** Where an expression begins a construct that needs backtracking; what is escaped or within [...] begins none. */
function unsupportedIn(source: string): string | undefined {
  let isClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const rest = source.slice(at, at + 40);
    const found = isClass ? undefined : UNSUPPORTED.find(({ sign }) => sign.test(rest));
    if (found !== undefined) return `"${rest.slice(0, 12)}" at character ${at + 1}: ${found.what}`;
    if (source[at] === '\\') at += 1;
    else if (source[at] === '[') isClass = true;
    else if (source[at] === ']') isClass = false;
  }
  return undefined;
}

/**
 * Compiles an expression in RE2's syntax. Escapes that only JavaScript knows (`\u00e4`) are taken too.
 *
 * @throws Error saying what is wrong with it, where, and what to write instead
 */
export function compilePattern(source: string): Pattern {
  if (source.length > MAX_PATTERN)
    throw new Error(
      `is a regular expression of ${source.length} characters; it may have ${MAX_PATTERN}. List words with "in" instead`,
    );
  const unsupported = unsupportedIn(source);
  if (unsupported !== undefined)
    throw new Error(`is not a regular expression that can be used: ${unsupported}`);
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(source));
    return { test: (text) => compiled.test(text) };
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '');
    const hint = /\\[pP]\{/.test(reason) ? UNICODE_CLASSES : '';
    throw new Error(`is not a regular expression (RE2): ${reason}${hint}`, { cause: error });
  }
}
