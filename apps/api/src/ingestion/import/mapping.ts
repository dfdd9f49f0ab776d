import { catalogue, definitionOf } from '@hearback/domain';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { conditionSchema } from './condition.js';
import { expressionSchema, timeSchema, zoneSchema } from './expression.js';
import {
  MAX_COLUMN_NAME,
  MAX_COLUMNS,
  MAX_FORMAT,
  MAX_LISTED_FAULTS,
  MAX_MAPPING_BYTES,
  MAX_RULES,
} from './limits.js';
import { asked } from './mapping-words.js';
import { suggestion } from '../../platform/nearest.js';

const SHORT_TYPES = catalogue.map(({ type }) => type.replace(/^hearback\.|\.v\d+$/g, ''));
const RULE = {
  what: 'be a rule with "event", "time" and "data"',
  example: '{ event: application.closed, time: "{End}", data: { applicationId: "{Id}", outcome: hired } }',
};

/** `interview.completed` is short for `hearback.interview.completed.v1`. */
const eventType = z
  .string(asked({ what: 'name an event of the catalogue', example: 'event: interview.completed' }))
  .transform((name, context) => {
    const type = [name, `hearback.${name}.v1`].find((candidate) => definitionOf(candidate) !== undefined);
    if (type !== undefined) return type;
    const hint = suggestion(name, SHORT_TYPES) || ` There are: ${SHORT_TYPES.join(', ')}.`;
    const message = `"${name}" is not in the event catalogue.${hint}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** A list field of an event is a list of records, each with expressions of its own. */
const listSchema = z.array(
  z.record(
    z.string(),
    expressionSchema,
    asked({
      what: 'be a record of expressions',
      example: '{ id: "{Interviewer}", scorecardRequired: true }',
    }),
  ),
);
export type ListField = z.infer<typeof listSchema>;

const field = z.unknown().transform((value, context) => {
  const parsed = Array.isArray(value) ? listSchema.safeParse(value) : expressionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

const rule = z
  .strictObject(
    {
      /** Part of the ids of its events; by default the event's name. */
      name: z.string().min(1).max(100).optional(),
      when: z
        .record(
          z.string(),
          conditionSchema,
          asked({ what: 'be conditions by column', example: '{ Status: done }' }),
        )
        .default({}),
      event: eventType,
      id: expressionSchema.optional(),
      time: timeSchema,
      data: z.record(
        z.string(),
        field,
        asked({
          what: 'hold the fields of the event',
          example: '{ applicationId: "{Application}", outcome: hired }',
        }),
      ),
    },
    asked({ ...RULE, keys: ['name', 'when', 'event', 'id', 'time', 'data'] }),
  )
  .transform(({ name, ...rest }) => ({ ...rest, name: name ?? rest.event }));

const schema = z
  .strictObject(
    {
      /** Identifies where the events come from, together with their ids. */
      source: z
        .string(
          asked({ what: 'be a URI that says where the events come from', example: 'source: urn:acme:ats' }),
        )
        .min(1)
        .max(500)
        .refine(isUri, 'must be a URI, like https://ats.example.com/acme or urn:acme:ats'),
      times: z
        .strictObject(
          { format: z.string().min(1).max(MAX_FORMAT).optional(), zone: zoneSchema.optional() },
          asked({
            what: 'say how times are written',
            example: '{ format: "dd.MM.yyyy HH:mm", zone: Europe/Berlin }',
            keys: ['format', 'zone'],
          }),
        )
        .default({}),
      csv: z
        .strictObject(
          {
            delimiter: z.string().length(1, 'must be one character').default(','),
            encoding: z
              .string()
              .default('utf-8')
              .refine(isEncoding, 'is not an encoding that is known, like utf-8, utf-16le or windows-1252'),
            /** Names of the columns of a file without a header row. */
            columns: z.array(z.string().min(1).max(MAX_COLUMN_NAME)).min(1).max(MAX_COLUMNS).optional(),
          },
          asked({
            what: 'say how the file is written',
            example: '{ delimiter: ";", encoding: windows-1252 }',
            keys: ['delimiter', 'encoding', 'columns'],
          }),
        )
        .default({ delimiter: ',', encoding: 'utf-8' }),
      rules: z
        .array(rule, asked({ what: 'be a list of rules', example: `a line "- ${RULE.example}"` }))
        .min(1, `must have at least one rule, like - ${RULE.example}`),
    },
    asked({
      what: 'be a mapping with "source" and "rules"',
      example: 'the examples of docs/import.md',
      keys: ['source', 'times', 'csv', 'rules'],
    }),
  )
  .superRefine(({ rules }, context) => {
    rules.forEach(({ name }, index) => {
      if (rules.findIndex((other) => other.name === name) === index) return;
      const message = `another rule is called "${name}" too; give each its own "name"`;
      context.addIssue({ code: 'custom', path: ['rules', index, 'name'], message });
    });
  });

/** Of YAML: how often what an anchor names may be repeated, all in all. */
const MAX_ALIASES = 100;

export type Mapping = z.infer<typeof schema>;
export type Rule = Mapping['rules'][number];

export interface MappingFault {
  /** Where in the mapping, like `rules.0.data.applicationId`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** A mapping that can't be used; lists every fault with its place. */
export class MappingError extends Error {
  override readonly name = 'MappingError';

  readonly faults: readonly MappingFault[];

  constructor(all: readonly MappingFault[]) {
    const faults = all.slice(0, MAX_LISTED_FAULTS);
    if (all.length > faults.length)
      faults.push({ path: '', message: `${all.length - faults.length} further problems are not listed` });
    const lines = faults.map(({ path, message }) => `  ${path === '' ? '(whole file)' : path}: ${message}`);
    super(`The mapping has ${all.length} problem(s):\n${lines.join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads a mapping file. What only shows when its parts are put together (a field that the event lacks, a format)
 * is found by `compileMapping`.
 * @throws MappingError with every fault of the file's shape
 */
export function parseMapping(yaml: string): Mapping {
  const bytes = Buffer.byteLength(yaml);
  if (bytes > MAX_MAPPING_BYTES)
    throw new MappingError([
      { path: '', message: `has ${bytes} bytes; a mapping may have ${MAX_MAPPING_BYTES} (64 KiB)` },
    ]);
  const value = valueOf(yaml);
  const { rules } = (value ?? {}) as { readonly rules?: unknown };
  // Before the rules themselves are looked at: thousands of wrong ones have ten thousands of problems.
  if (Array.isArray(rules) && rules.length > MAX_RULES)
    throw new MappingError([
      {
        path: 'rules',
        message: `has ${rules.length} rules; a mapping may have ${MAX_RULES}. Import the file several times, with some of the rules each`,
      },
    ]);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new MappingError(
    parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  );
}

/** @throws MappingError where the text is not YAML, or its aliases or levels multiply beyond measure */
function valueOf(yaml: string): unknown {
  let document: ReturnType<typeof parseDocument>;
  try {
    document = parseDocument(yaml);
  } catch (error) {
    // Nested so deeply that the parser's own stack ends.
    throw new MappingError([{ path: '', message: `not YAML that can be read: ${(error as Error).message}` }]);
  }
  if (document.errors.length > 0) {
    throw new MappingError(
      document.errors.map(({ message }) => ({ path: '', message: `not YAML: ${message}` })),
    );
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    throw new MappingError([{ path: '', message: (error as Error).message }]);
  }
}

function isUri(text: string): boolean {
  return URL.canParse(text);
}

function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
