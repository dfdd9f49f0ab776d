import { isTimeZone } from '@hearback/domain';
import { z } from 'zod';
import type { FieldKind } from './field-kinds.js';
import { MAX_CELL, MAX_COLUMN_NAME, MAX_FORMAT, MAX_TEMPLATE } from './limits.js';
import { asked } from './mapping-words.js';
import { type Cell, type Row } from './row.js';
import { compileTimeFormat, shown, type ReadTime } from './time-format.js';
import { ownValue } from '../../platform/own-value.js';

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be a text, a number, true or false',
});

export const zoneSchema = z
  .string()
  .refine(isTimeZone, 'must be a zone of the IANA database, like Europe/Berlin');

const sources = {
  what: 'say where the value comes from',
  example: '"{End}" for the cell of the column End, or { column: End }',
  keys: ['column', 'template', 'constant', 'values', 'format', 'zone', 'default'],
};
const instants = {
  what: 'say when the event happened',
  example:
    '"{End}" for the cell of the column End, or { column: End, format: "dd.MM.yyyy HH:mm", zone: Europe/Berlin }',
  keys: sources.keys,
};
const columnName = asked({ what: 'be the name of a column', example: 'column: End' });
const words = asked({ what: 'say what each word of the file means', example: '{ yes: true, no: false }' });

/**
 * Where a field's value comes from. A plain text in the mapping is a template, any other plain value a constant,
 * so that `kind: decision` and `interviewId: "{case}-{activity}"` need no more words.
 */
export const expressionSchema = expressionAsked(sources);
/** The same, of the time of an event. */
export const timeSchema = expressionAsked(instants);

function expressionAsked(part: typeof sources) {
  return z.preprocess(
    (value) => {
      if (typeof value === 'string') return { template: value };
      return typeof value === 'number' || typeof value === 'boolean' ? { constant: value } : value;
    },
    z
      .strictObject(
        {
          column: z
            .string(columnName)
            .min(1, 'must not be empty')
            .max(MAX_COLUMN_NAME, atMost(MAX_COLUMN_NAME))
            .optional(),
          template: z.string().max(MAX_TEMPLATE, atMost(MAX_TEMPLATE)).optional(),
          constant: scalar.optional(),
          /** The file's words to the catalogue's. */
          values: z.record(z.string(), scalar, words).optional(),
          format: z.string().min(1).max(MAX_FORMAT, atMost(MAX_FORMAT)).optional(),
          zone: zoneSchema.optional(),
          default: scalar.optional(),
        },
        asked(part),
      )
      .refine(
        ({ column, template, constant }) =>
          [column, template, constant].filter((source) => source !== undefined).length === 1,
        `must have exactly one of "column", "template" and "constant", like ${part.example}`,
      ),
  );
}

function atMost(characters: number): string {
  return `has more than ${characters} characters, which is the most`;
}

export type Expression = z.infer<typeof expressionSchema>;

/** How times are written where an expression doesn't say it. */
export interface TimeDefaults {
  readonly format?: string | undefined;
  readonly zone?: string | undefined;
}

/** A cell that can't become a value of its field. */
export class CellProblem extends Error {
  override readonly name = 'CellProblem';

  constructor(
    readonly column: string,
    message: string,
  ) {
    super(message);
  }
}

export interface CompiledExpression {
  /** Those it reads, in its order. */
  readonly columns: readonly string[];
  /** The value for a row; `undefined` where there is none. Throws {@link CellProblem}. */
  readonly evaluate: (row: Row) => Cell | undefined;
}

/** @throws Error that says what is wrong with the expression */
export function compileExpression(
  expression: Expression,
  kind: Exclude<FieldKind, 'list'>,
  times: TimeDefaults,
): CompiledExpression {
  const { read, columns } = sourceOf(expression);
  const { values, default: otherwise } = expression;
  const convert = converterTo(kind, expression, times);
  const evaluate = (row: Row): Cell | undefined => {
    let value = read(row);
    if (value !== undefined && values !== undefined) {
      const mapped = ownValue(values, String(value));
      if (mapped === undefined && otherwise === undefined) {
        throw new CellProblem(
          columns.join(', '),
          `${shown(String(value))} is not among the values of the mapping`,
        );
      }
      value = mapped;
    }
    value ??= otherwise;
    if (value === undefined) return undefined;
    try {
      return convert(value);
    } catch (error) {
      throw new CellProblem(columns.join(', '), (error as Error).message);
    }
  };
  // What the mapping itself says and can't be converted is its mistake, not each row's.
  for (const own of [otherwise, ...Object.values(values ?? {})]) if (own !== undefined) convert(own);
  if (columns.length === 0) evaluate({ line: 0, cells: new Map() });
  return { columns, evaluate };
}

interface Source {
  readonly columns: readonly string[];
  readonly read: (row: Row) => Cell | undefined;
}

function sourceOf({ column, template, constant }: Expression): Source {
  if (constant !== undefined) return { columns: [], read: () => constant };
  if (column !== undefined) return { columns: [column], read: (row) => row.cells.get(column) };
  return templateSource(template ?? '');
}

/** `{column}` stands for a cell, `{{` and `}}` for braces. With any of its cells empty there is no value. */
function templateSource(template: string): Source {
  const parts: { readonly text: string; readonly isColumn: boolean }[] = [];
  for (const [part, name] of template.matchAll(/\{\{|\}\}|\{([^{}]+)\}|[^{}]+|[{}]/g)) {
    if (name !== undefined) parts.push({ text: name, isColumn: true });
    else if (part === '{' || part === '}')
      throw new Error(`a single "${part}" in "${template}"; write it twice`);
    else parts.push({ text: part === '{{' ? '{' : part === '}}' ? '}' : part, isColumn: false });
  }
  const columns = [...new Set(parts.filter(({ isColumn }) => isColumn).map(({ text }) => text))];
  const [only] = columns;
  // A number or a flag of a JSON record stays one.
  if (parts.length === 1 && only !== undefined) return { columns, read: (row) => row.cells.get(only) };
  return {
    columns,
    read: (row) => {
      const texts = parts.map(({ text, isColumn }) => (isColumn ? row.cells.get(text) : text));
      if (texts.includes(undefined)) return undefined;
      const value = texts.join('');
      if (value.length <= MAX_CELL) return value;
      throw new CellProblem(
        columns.join(', '),
        `would make a value of ${value.length} characters; it may have ${MAX_CELL}`,
      );
    },
  };
}

function converterTo(
  kind: Exclude<FieldKind, 'list'>,
  { format, zone }: Expression,
  times: TimeDefaults,
): (value: Cell) => Cell {
  if (kind !== 'time' && (format !== undefined || zone !== undefined)) {
    throw new Error('"format" and "zone" are for fields that hold a time');
  }
  switch (kind) {
    case 'text':
      return String;
    case 'number':
      return toNumber;
    case 'boolean':
      return toBoolean;
    case 'time': {
      const readTime: ReadTime = compileTimeFormat(format ?? times.format ?? 'iso', zone ?? times.zone);
      return (value) => readTime(String(value).trim());
    }
  }
}

function toNumber(value: Cell): number {
  if (typeof value === 'number') return value;
  const text = String(value).trim();
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw new Error(`${shown(text)} is not a number`);
  return Number(text);
}

const YES = new Set(['true', 'yes', 'y', '1']);
const NO = new Set(['false', 'no', 'n', '0']);

function toBoolean(value: Cell): boolean {
  const text = String(value).trim().toLowerCase();
  if (YES.has(text)) return true;
  if (NO.has(text)) return false;
  throw new Error(`${shown(String(value))} is neither yes nor no; say what it means with "values"`);
}
