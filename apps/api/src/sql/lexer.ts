/** A piece of a statement that the engine has written out itself (`formatQuery`). */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'literal' | 'sign';
  /** Of a name without its quotes; of a text nothing. */
  readonly text: string;
}

/** The statement has something in it that a plain query does not need. */
export class UnknownToken extends Error {
  override readonly name = 'UnknownToken';
}

const PATTERNS: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /[ \n]+/y],
  ['literal', /'(?:[^'\\]|\\[^])*'/y],
  ['quoted', /`[A-Za-z0-9_ %/()-]+`/y],
  ['literal', /\d[\w.]*(?:(?<=[eE])[+-]\d+)?/y],
  ['word', /[A-Za-z_]\w*/y],
  ['sign', /->|::|<=|>=|!=|<>|\|\||[-+*/%=<>(),.[\]?:]/y],
];

/**
 * Takes a written-out statement apart. Whatever it does not know (comments, parameters, settings of variables, names
 * with dots or escapes in them) is refused, so nothing can mean one thing here and another to the engine.
 * @throws UnknownToken
 */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length;) {
    const [kind, text] = tokenAt(sql, at);
    at += text.length;
    if (kind === 'blank') continue;
    const shown = text.startsWith("'") ? '' : kind === 'quoted' ? text.slice(1, -1) : text;
    tokens.push({ kind, text: shown });
    const before = tokens.at(-2);
    if (kind === 'sign' && before?.kind === 'sign' && sql.slice(at - 2, at) === '--') {
      throw new UnknownToken('a comment');
    }
  }
  return tokens;
}

function tokenAt(sql: string, at: number): [Token['kind'] | 'blank', string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text === '/' && sql[at + 1] === '*') break;
    if (text !== undefined) return [kind, text];
  }
  throw new UnknownToken(`"${sql.slice(at, at + 20).split('\n', 1)[0]}"`);
}
