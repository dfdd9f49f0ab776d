import { z } from 'zod';

/** A query parameter that may be repeated, given once or not at all. */
export const repeated = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .pipe(z.array(z.string().min(1).max(300)).max(1000))
  .optional();

/** Room for the longest ids that events may have. */
export const cursor = z.string().max(10_000).optional();

/** Parameters of which unknown ones are refused, with those that there are: a misspelt filter would widen what is asked. */
export function strict<Shape extends z.ZodRawShape>(fields: Shape): z.ZodObject<Shape, z.core.$strict> {
  const allowed = `there are ${Object.keys(fields).join(', ')}`;
  return z.strictObject(fields, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `no parameter is called ${issue.keys.join(', ')}; ${allowed}`
        : undefined,
  });
}
