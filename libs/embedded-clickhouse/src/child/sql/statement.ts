import { clickHouseError, type ClickHouseException } from '../exception.js';
import { tokens, type Token } from './tokens.js';

/** What the listener must know of a statement before it hands it to the engine. Positions index the text. */
export type Statement =
  | { readonly kind: 'empty' }
  /** Returns rows that may be many: the engine writes them to a file. `end` excludes a closing semicolon. */
  | { readonly kind: 'rows'; readonly end: number; readonly format?: FormatClause }
  /** INSERT with data behind the statement. */
  | { readonly kind: 'insert-data'; readonly insert: InsertWithData }
  /** Everything else; its answer, if any, is small. */
  | { readonly kind: 'command'; readonly end: number; readonly format?: FormatClause };

export interface FormatClause {
  /** As written in the statement. */
  readonly name: string;
  readonly start: number;
}

export interface InsertWithData {
  /** Where FROM INFILE goes: before SETTINGS, FORMAT or VALUES, whichever comes first. */
  readonly infileAt: number;
  /** The end of the part of the text that stays in front of the data; excludes VALUES. */
  readonly headEnd: number;
  /** Where the data begins. */
  readonly dataAt: number;
  readonly format: string;
}

const ROWS = new Set(['SELECT', 'WITH', 'FROM', '(']);
const NOT_A_FORMAT = new Set(['FROM', 'SETTINGS', 'LIMIT', 'WHERE', 'AS', 'UNION', 'INTO', 'ORDER', 'GROUP']);

/**
 * Classifies one statement. Works on any text in which one character is one position, so that bytes decoded
 * as latin1 give byte positions.
 *
 * @throws ClickHouseException 62 for several statements in one text, 358 for INTO OUTFILE, 78 for FROM INFILE
 */
export function readStatement(sql: string): Statement {
  const stream = tokens(sql);
  const first = stream.next();
  if (first.done === true) return { kind: 'empty' };
  if (first.value.text === 'INSERT') return readInsert(sql, stream);

  const rest = [first.value, ...stream];
  const semicolon = rest.findIndex((token) => token.kind === 'other' && token.text === ';');
  const statement = semicolon === -1 ? rest : rest.slice(0, semicolon);
  if (semicolon !== -1 && rest.slice(semicolon).some((token) => token.text !== ';'))
    throw severalStatements();
  const last = statement.at(-1);
  if (last === undefined) return { kind: 'empty' };

  const top = statement.filter((token) => token.depth === 0);
  if (followedBy(top, 'INTO', 'OUTFILE')) {
    throw clickHouseError(358, 'INTO_OUTFILE_NOT_ALLOWED', 'INTO OUTFILE is not allowed');
  }
  const format = formatClause(sql, top);
  // WITH ... INSERT INTO is an insert, whatever its first word.
  const writes = first.value.text === 'WITH' && followedBy(top, 'INSERT', 'INTO');
  const kind = ROWS.has(first.value.text) && !writes ? 'rows' : 'command';
  return { kind, end: last.end, ...(format === undefined ? {} : { format }) };
}

function readInsert(sql: string, stream: Generator<Token>): Statement {
  let infileAt: number | undefined;
  let previous = 'INSERT';
  let last: Token | undefined;
  let named = false;
  for (const token of stream) {
    last = token;
    const word = token.kind === 'word' && token.depth === 0 ? token.text : undefined;
    // The table's own name may be any word, also one of the words below.
    const isName =
      !named && (token.kind === 'quoted' || (word !== undefined && !/^(INTO|TABLE|FUNCTION)$/.test(word)));
    if (isName || previous === '.') {
      named = true;
      previous = '';
      continue;
    }
    if (word === 'SELECT' || word === 'WITH' || word === 'WATCH') {
      return { kind: 'command', end: withoutTail(sql) };
    } else if (word === 'INFILE' && previous === 'FROM') {
      throw clickHouseError(
        78,
        'UNKNOWN_TYPE_OF_QUERY',
        'FROM INFILE is not allowed: send the data as the body',
      );
    } else if (word === 'SETTINGS') {
      infileAt ??= token.start;
    } else if (word === 'VALUES') {
      return withData(infileAt, token.start, token.start, token.end, 'Values');
    } else if (word !== undefined && previous === 'FORMAT') {
      const name = sql.slice(token.start, token.end);
      return withData(infileAt, token.end, token.end, dataStart(sql, token.end), name);
    } else if (word === 'FORMAT') {
      infileAt ??= token.start;
    }
    previous = token.text;
  }
  // No data clause: the engine knows best what is wrong with it.
  return { kind: 'command', end: last?.end ?? sql.length };
}

function withData(
  infileAt: number | undefined,
  fallback: number,
  headEnd: number,
  dataAt: number,
  format: string,
) {
  const insert: InsertWithData = { infileAt: infileAt ?? fallback, headEnd, dataAt, format };
  return { kind: 'insert-data', insert } as const;
}

/** As ClickHouse reads it: blanks behind the format's name and then one line end belong to the statement. */
function dataStart(sql: string, from: number): number {
  const blank = /[ \t\f]*\r?\n?/y;
  blank.lastIndex = from;
  return from + (blank.exec(sql)?.[0].length ?? 0);
}

/** INSERT ... SELECT: the end without closing semicolons; a second statement is refused. */
function withoutTail(sql: string): number {
  let end = 0;
  let closed = false;
  for (const token of tokens(sql)) {
    if (token.kind === 'other' && token.text === ';') closed = true;
    else if (closed) throw severalStatements();
    else end = token.end;
  }
  return end;
}

/** The last `FORMAT name` outside parentheses with nothing or only SETTINGS behind it. */
function formatClause(sql: string, top: readonly Token[]): FormatClause | undefined {
  for (let i = top.length - 2; i >= 0; i -= 1) {
    const [keyword, name, behind] = [top[i], top[i + 1], top[i + 2]];
    if (keyword?.text !== 'FORMAT' || name?.kind !== 'word' || NOT_A_FORMAT.has(name.text)) continue;
    if (behind === undefined || behind.text === 'SETTINGS') {
      return { name: sql.slice(name.start, name.end), start: keyword.start };
    }
  }
  return undefined;
}

function followedBy(top: readonly Token[], first: string, second: string): boolean {
  return top.some((token, i) => token.text === first && top[i + 1]?.text === second);
}

function severalStatements(): ClickHouseException {
  return clickHouseError(
    62,
    'SYNTAX_ERROR',
    'Syntax error (Multi-statements are not allowed): send one statement per request',
  );
}
