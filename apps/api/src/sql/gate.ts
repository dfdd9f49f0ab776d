import { Injectable } from '@nestjs/common';
import { Store } from '../clickhouse/store.js';
import { dictionary, viewNames } from '../dictionary/dictionary.js';
import { Problem } from '../platform/problem.js';
import { tooCostly } from './check-costs.js';
import { isAllowedFunction } from './functions.js';
import { tokensOf, UnknownToken, type Token } from './lexer.js';

/** Words of the language that may stand in front of a parenthesis; everything else there is a function. */
const BEFORE_PARENTHESIS = new Set(
  `all and any anti array as asc asof between by case cross cube desc distinct else end except exists filter final
  first from full having ilike in inner intersect interval is join last left like limit not null offset on or order
  outer over partition prewhere qualify replace right rollup select semi sets then totals union using when where
  window with`.split(/\s+/),
);

/**
 * Parts of a statement that have no place in a question, as the engine writes them. A Map: what is looked up comes from
 * the asker, and an object also has `toString` and `constructor`.
 */
const REFUSED_WORDS: ReadonlyMap<string, string> = new Map([
  ['SETTINGS', 'Settings can’t be given: the limits are those of the service.'],
  ['OUTFILE', 'A result can’t be written to a file: it is the answer.'],
  ['INFILE', 'A file can’t be read.'],
  ['FORMAT', 'Choose the format of the answer with the parameter "format".'],
  ['APPLY', 'APPLY is not available; write the columns out.'],
]);

/** Databases that are no business of analysts. */
const CATALOGUES = new Set(['system', 'information_schema']);

const COLUMNS: ReadonlySet<string> = new Set(
  dictionary.flatMap(({ columns }) => columns.map(({ name }) => name)),
);

/** The engine's codes for what is no statement, or more than one. */
const NO_STATEMENT = new Set(['62', '229', '306', '167']);

/**
 * Lets questions through and nothing else. It looks at the statement as the engine's own parser writes it out, and
 * what it lets through is that text, not the one that came. Which tables may be read is not decided here but by the
 * engine, by the role the question is asked in; here it is what no role restrains: functions that read files, wait or
 * tell about the machine, the catalogue of the engine, files to write to, settings.
 */
@Injectable()
export class Gate {
  #forbidden: Promise<ReadonlySet<string>> | undefined;

  constructor(private readonly store: Store) {}

  /**
   * @param nameLength characters that a name has at most
   * @returns the statement to run
   * @throws Problem 400 for what is no single SELECT, 403 for what it may not do
   */
  async admit(sql: string, nameLength = 256): Promise<string> {
    if (sql.includes('\0')) throw new Problem(400, 'Not a statement', 'It has a NUL character in it.');
    const text = await this.#writtenOut(sql);
    this.#forbidden ??= this.#otherFunctions();
    // A failure to ask must not be remembered.
    this.#forbidden.catch(() => (this.#forbidden = undefined));
    check(text, await this.#forbidden, nameLength);
    return text;
  }

  async #writtenOut(sql: string): Promise<string> {
    try {
      const rows = await this.store.rows<{ text: string }>('SELECT formatQuery({sql:String}) AS text', {
        sql,
      });
      return rows[0]?.text ?? '';
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code === undefined || !NO_STATEMENT.has(code)) throw error;
      throw new Problem(400, 'Not a statement', `This is not one statement of SQL: ${firstLine(message)}`);
    }
  }

  /** Every function of this engine that is not allowed: a higher-order function would call it by its bare name. */
  async #otherFunctions(): Promise<ReadonlySet<string>> {
    const rows = await this.store.rows<{ name: string }>(
      'SELECT name FROM system.functions UNION ALL SELECT name FROM system.table_functions',
    );
    const names = rows.map(({ name }) => name).filter((name) => !isAllowedFunction(name));
    return new Set(names.map((name) => name.toLowerCase()).filter((name) => !COLUMNS.has(name)));
  }
}

/** @throws Problem 403 for the first thing that is not allowed */
function check(text: string, forbidden: ReadonlySet<string>, nameLength: number): void {
  let tokens: Token[];
  try {
    tokens = tokensOf(text);
  } catch (error) {
    if (!(error instanceof UnknownToken)) throw error;
    throw refused(`It has ${error.message} in it, which a question does not need.`);
  }
  const root = tokens.find(({ text: sign }) => sign !== '(')?.text;
  if (root !== 'SELECT' && root !== 'WITH') throw refused('Only SELECT is possible; nothing can be changed.');
  const costly = tooCostly(tokens);
  if (costly !== undefined) throw refused(costly);
  tokens.forEach((token, index) => {
    if (token.kind !== 'word' && token.kind !== 'quoted') return;
    const { text: name, kind } = token;
    if (name.length > nameLength) {
      const detail = `The name "${name.slice(0, 40)}…" has ${name.length} characters; at most ${nameLength} are possible.`;
      throw new Problem(400, 'A name is too long', detail);
    }
    const lower = name.toLowerCase();
    const why = kind === 'word' ? REFUSED_WORDS.get(name) : undefined;
    if (why !== undefined) throw refused(why);
    const next = tokens[index + 1]?.text;
    if (next === '.' && CATALOGUES.has(lower)) throw refused(`The database ${name} can’t be read.`);
    const isCall = next === '(' && tokens[index + 1]?.kind === 'sign';
    const isWord = kind === 'word' && BEFORE_PARENTHESIS.has(lower);
    if (isCall ? !isWord && !isAllowedFunction(name) : forbidden.has(lower) && !isWord) {
      throw refused(`"${name}" is a function that can’t be used, also not as a name.`);
    }
  });
}

export function refused(why: string): Problem {
  const detail = `${why} There are the views ${viewNames.join(', ')} (docs/data-dictionary.md).`;
  return new Problem(403, 'Not allowed', detail, { views: viewNames });
}

export function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').slice(0, 500);
}
