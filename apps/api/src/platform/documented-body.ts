import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

/** How the OpenAPI document describes a JSON body that a route parses itself: by the schema that it parses with. */
export function documentedBody(schema: z.ZodType, example: object): ApiBodyOptions {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  // Nest's types know the schemas of OpenAPI 3.0 only.
  return { required: true, schema: { ...json, example } } as unknown as ApiBodyOptions;
}
