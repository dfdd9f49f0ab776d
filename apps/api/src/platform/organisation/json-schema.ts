import { z } from 'zod';
import { organisationSchema } from './schema.js';

/** A JSON Schema as plain JSON, as far as it is looked at here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

/**
 * The JSON Schema of hearback.config.yaml, for editors. Draft 7 is the one that all of them know. What it refuses is
 * refused; `hearback config check` knows more (zones, days that exist, intervals that overlap).
 */
export function organisationJsonSchema(): JsonSchema {
  const schema: unknown = z.toJSONSchema(organisationSchema, { target: 'draft-7', io: 'input' });
  return {
    title: 'hearback.config.yaml',
    description: 'What the organisation decides. Every key may be left out.',
    ...(JSON.parse(JSON.stringify(schema)) as JsonSchema),
  };
}

/** The keys that are allowed at a path of the file, in the order of the schema; none where any are, or no keys. */
export function allowedKeysAt(path: readonly PropertyKey[]): string[] {
  const at = path.reduce<JsonSchema | undefined>(below, organisationJsonSchema());
  return Object.keys(at?.properties ?? {});
}

function below(schema: JsonSchema | undefined, key: PropertyKey): JsonSchema | undefined {
  const { properties, additionalProperties } = schema ?? {};
  if (typeof key === 'string' && properties !== undefined && Object.hasOwn(properties, key)) {
    return properties[key];
  }
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
