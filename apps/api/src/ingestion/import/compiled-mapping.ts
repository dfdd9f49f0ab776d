import { decodeEvent } from '@hearback/domain';
import { compileConditions } from './condition.js';
import {
  CellProblem,
  compileExpression,
  type CompiledExpression,
  type Expression,
  type TimeDefaults,
} from './expression.js';
import { EventUnderConstruction } from './event-under-construction.js';
import { fieldsOf, type FieldKind, type FieldOfEvent } from './field-kinds.js';
import { MappingError, type ListField, type Mapping, type MappingFault, type Rule } from './mapping.js';
import { suggestion } from '../../platform/nearest.js';
import { eventIdOf, type FailedRow, type Row } from './row.js';

/** What a row becomes. */
export type RowOutcome =
  | { readonly kind: 'ignored' }
  | { readonly kind: 'events'; readonly events: readonly Readonly<Record<string, unknown>>[] }
  /** One event of it would be wrong, so none is made: a row's facts go together. */
  | { readonly kind: 'failed'; readonly failures: readonly FailedRow[] };

export interface CompiledMapping {
  /** Every column that it reads, with the places that do. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** @param now what future-dated events are judged by (ISO 8601, UTC) */
  eventsOf(row: Row, now: string): RowOutcome;
}

interface CompiledRule {
  readonly rule: Rule;
  readonly takes: (row: Row) => boolean;
  /** By their place within the event, like `time` or `data.interviewers.0.id`. */
  readonly fields: ReadonlyMap<string, CompiledExpression>;
}

/** @throws MappingError with every place where the mapping doesn't fit the events that it makes */
export function compileMapping(mapping: Mapping): CompiledMapping {
  const faults: MappingFault[] = [];
  const rules = mapping.rules.map((rule, index) =>
    compileRule(rule, `rules.${index}`, mapping.times, faults),
  );
  if (faults.length > 0) throw new MappingError(faults);
  return {
    columns: columnsOf(rules),
    eventsOf: (row, now) => {
      const taking = rules.filter(({ takes }) => takes(row));
      if (taking.length === 0) return { kind: 'ignored' };
      const made = taking.map((rule) => eventOf(rule, row, mapping.source, now));
      const failures = made.flatMap((result) => ('failures' in result ? result.failures : []));
      if (failures.length > 0) return { kind: 'failed', failures };
      return { kind: 'events', events: made.flatMap((result) => ('event' in result ? [result.event] : [])) };
    },
  };
}

function compileRule(rule: Rule, path: string, times: TimeDefaults, faults: MappingFault[]): CompiledRule {
  const fields = new Map<string, CompiledExpression>();
  const compile = (place: string, expression: Expression, kind: Exclude<FieldKind, 'list'>): void => {
    try {
      fields.set(place, compileExpression(expression, kind, times));
    } catch (error) {
      faults.push({ path: `${path}.${place}`, message: (error as Error).message });
    }
  };
  const compileRecord = (
    place: string,
    record: Readonly<Record<string, Expression | ListField>>,
    known: ReadonlyMap<string, FieldOfEvent>,
  ): void => {
    for (const [name, value] of Object.entries(record)) {
      const at = `${place}.${name}`;
      const field = known.get(name);
      if (field === undefined) {
        const hint = suggestion(name, known.keys()) || ` It has: ${[...known.keys()].join(', ')}.`;
        const message = `${rule.event} has no such field.${hint}`;
        faults.push({ path: `${path}.${at}`, message });
      } else if (Array.isArray(value) !== (field.kind === 'list')) {
        const message = field.kind === 'list' ? 'must be a list of records' : 'must not be a list';
        faults.push({ path: `${path}.${at}`, message });
      } else if (Array.isArray(value)) {
        value.forEach((item, index) => compileRecord(`${at}.${index}`, item, field.items ?? new Map()));
      } else if (field.kind !== 'list') {
        compile(at, value, field.kind);
      }
    }
    for (const [name, { required }] of known) {
      if (required && !Object.hasOwn(record, name)) {
        const message = `is missing; ${rule.event} needs it. Name the column that holds it, like ${name}: "{Column}"`;
        faults.push({ path: `${path}.${place}.${name}`, message });
      }
    }
  };
  if (rule.id !== undefined) compile('id', rule.id, 'text');
  compile('time', rule.time, 'time');
  compileRecord('data', rule.data, fieldsOf(rule.event));
  return { rule, takes: compileConditions(rule.when), fields };
}

type MadeEvent =
  { readonly event: Readonly<Record<string, unknown>> } | { readonly failures: readonly FailedRow[] };

function eventOf({ rule, fields }: CompiledRule, row: Row, source: string, now: string): MadeEvent {
  const failures: FailedRow[] = [];
  const event = new EventUnderConstruction({
    specversion: '1.0',
    id: eventIdOf(rule.name, row),
    source,
    type: rule.event,
  });
  for (const [place, expression] of fields) {
    try {
      event.set(place, expression.evaluate(row), expression.columns.length > 0);
    } catch (error) {
      if (!(error instanceof CellProblem)) throw error;
      failures.push({ line: row.line, column: error.column, reason: error.message });
    }
  }
  if (failures.length > 0) return { failures };
  const value = event.finish();
  const decoded = decodeEvent(value, now);
  if ('event' in decoded) return { event: value };
  // The domain speaks of fields; whoever reads this has the file before them, and wants the column.
  const problems = decoded.rejection.problems.map(({ path, message }) => {
    const column = fields.get(path)?.columns.join(', ') ?? '';
    return { line: row.line, column, reason: `${path === '' ? '' : `${path}: `}${message}` };
  });
  return { failures: problems };
}

function columnsOf(rules: readonly CompiledRule[]): Map<string, string[]> {
  const columns = new Map<string, string[]>();
  const add = (column: string, place: string): void => {
    columns.set(column, [...(columns.get(column) ?? []), place]);
  };
  rules.forEach(({ rule, fields }, index) => {
    for (const column of Object.keys(rule.when)) add(column, `rules.${index}.when`);
    for (const [place, { columns: read }] of fields) {
      for (const column of read) add(column, `rules.${index}.${place}`);
    }
  });
  return columns;
}
