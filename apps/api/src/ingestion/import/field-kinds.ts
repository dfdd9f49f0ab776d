import { definitionOf } from '@hearback/domain';
import { z } from 'zod';

/** What a field of an event holds, as the catalogue's own schema says: what its cell is to be converted to. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'time' | 'list';

export interface FieldOfEvent {
  readonly kind: FieldKind;
  readonly required: boolean;
  /** Of a list: the fields of its records. */
  readonly items?: ReadonlyMap<string, FieldOfEvent>;
}

/** The fields that an event of this type may have in its `data`. */
export function fieldsOf(type: string): ReadonlyMap<string, FieldOfEvent> {
  const definition = definitionOf(type);
  if (definition === undefined) throw new Error(`"${type}" is not in the event catalogue`);
  const fields = fieldsIn(definition.data);
  const text = (definition as { readonly countsTextOf?: string }).countsTextOf;
  return text === undefined ? fields : new Map([...fields, [text, { kind: 'text', required: false }]]);
}

function fieldsIn(schema: z.core.$ZodType): Map<string, FieldOfEvent> {
  if (!(schema instanceof z.ZodObject)) return new Map();
  const shape = schema.shape as Readonly<Record<string, z.core.$ZodType>>;
  return new Map(Object.entries(shape).map(([name, field]) => [name, fieldOf(field)]));
}

function fieldOf(schema: z.core.$ZodType): FieldOfEvent {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return { ...fieldOf(schema.unwrap()), required: false };
  }
  if (schema instanceof z.ZodArray) return { kind: 'list', required: true, items: fieldsIn(schema.element) };
  return { kind: kindOf(schema), required: true };
}

function kindOf(schema: z.core.$ZodType): FieldKind {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return schema instanceof z.ZodISODateTime ? 'time' : 'text';
}
