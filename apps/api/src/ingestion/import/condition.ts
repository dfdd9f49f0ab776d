import { z } from 'zod';
import { compilePattern } from './pattern.js';
import { type Cell, type Row } from './row.js';

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be a text, a number, true or false',
});

/** What a cell must be. A plain value means `equals`, a list `in`. */
export const conditionSchema = z.preprocess(
  (value) => {
    if (Array.isArray(value)) return { in: value as unknown[] };
    return typeof value === 'object' && value !== null ? value : { equals: value };
  },
  z
    .strictObject({
      equals: scalar.optional(),
      in: z.array(scalar).min(1).optional(),
      not: z.union([scalar.transform((value) => [value]), z.array(scalar)]).optional(),
      present: z.boolean().optional(),
      matches: z.string().superRefine(checkPattern).optional(),
    })
    .refine((condition) => Object.keys(condition).length > 0, 'must have at least one condition'),
);

export type Condition = z.infer<typeof conditionSchema>;

/** Whether a row fulfils all conditions. Cells are compared as text; an empty cell equals nothing. */
export function compileConditions(conditions: Readonly<Record<string, Condition>>): (row: Row) => boolean {
  const tests = Object.entries(conditions).map(([column, condition]) => ({
    column,
    test: compile(condition),
  }));
  return (row) => tests.every(({ column, test }) => test(text(row.cells.get(column))));
}

function compile(condition: Condition): (cell: string | undefined) => boolean {
  const { equals, in: among, not, present, matches } = condition;
  const allowed = among && new Set(among.map(String));
  const forbidden = new Set(not?.map(String));
  const pattern = matches === undefined ? undefined : compilePattern(matches);
  return (cell) => {
    if (present !== undefined && present !== (cell !== undefined)) return false;
    if (cell === undefined) return equals === undefined && allowed === undefined && pattern === undefined;
    return (
      (equals === undefined || cell === String(equals)) &&
      (allowed === undefined || allowed.has(cell)) &&
      !forbidden.has(cell) &&
      (pattern === undefined || pattern.test(cell))
    );
  };
}

function text(cell: Cell | undefined): string | undefined {
  return cell === undefined ? undefined : String(cell);
}

function checkPattern(source: string, context: z.RefinementCtx): void {
  try {
    compilePattern(source);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}
