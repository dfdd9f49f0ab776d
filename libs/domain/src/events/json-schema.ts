import { z } from 'zod';
import { catalogue, type EventType } from './catalogue.js';
import { type EventDefinition } from './define-event.js';
import { envelope } from './envelope.js';
import { instant } from './fields.js';

/** A JSON Schema as plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * `draft-2020-12` is today's JSON Schema and the one of OpenAPI 3.1; AsyncAPI 3.0 builds on `draft-07`. Nothing in
 * the events means something else in the one than in the other.
 */
export type JsonSchemaDraft = 'draft-2020-12' | 'draft-07';

/**
 * The JSON Schema of what a source sends as `data`. What satisfies it is accepted, as far as one field alone can
 * tell; the door also looks at several together (an end before its start) and takes `null` for an absent field.
 */
export function dataSchemaOf(
  definition: EventDefinition,
  draft: JsonSchemaDraft = 'draft-2020-12',
): JsonSchema {
  return { ...toJsonSchema(withFreeText(definition), draft), title: `Data of ${definition.type}` };
}

/** The JSON Schema of the whole CloudEvent of one type in structured mode, as a source sends it. */
export function cloudEventSchemaOf(
  definition: EventDefinition,
  draft: JsonSchemaDraft = 'draft-2020-12',
): JsonSchema {
  const { type, meaning } = definition;
  const whole = envelope.extend({
    type: z.literal(type),
    data: withFreeText(definition),
    recordedtime: instant.optional().describe('When Hearback first saw it. Hearback sets it.'),
  });
  return { ...toJsonSchema(whole, draft), title: type, description: meaning };
}

/** The JSON Schemas of every event of the catalogue by type. */
export function cloudEventSchemas(draft?: JsonSchemaDraft): Readonly<Record<EventType, JsonSchema>> {
  const schemas = catalogue.map((definition) => [definition.type, cloudEventSchemaOf(definition, draft)]);
  return Object.fromEntries(schemas) as Record<EventType, JsonSchema>;
}

function withFreeText({ data, countsTextOf }: EventDefinition): z.ZodType {
  if (countsTextOf === undefined || !(data instanceof z.ZodObject)) return data;
  const text = z.string().optional().describe('Counted as wordCount and dropped: no text is kept.');
  return data.extend({ [countsTextOf]: text });
}

/** As sources send it (`input`): without defaults filled in, and unknown fields are allowed since they are ignored. */
function toJsonSchema(schema: z.ZodType, draft: JsonSchemaDraft): JsonSchema {
  const target = draft === 'draft-07' ? 'draft-7' : draft;
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { target, io: 'input' }))) as JsonSchema;
}
