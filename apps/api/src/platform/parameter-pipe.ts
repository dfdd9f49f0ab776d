import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Problem } from './problem.js';

type Segment = PropertyKey | { readonly key: PropertyKey };

/** Parses every parameter that carries a schema; all of its problems leave together, each with its path. */
export const parameterPipe = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => {
    const problems = issues.map(({ path, message }) => ({
      path: (path ?? []).map(segment).join('.'),
      message,
    }));
    const detail = problems
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      .join('; ');
    return new Problem(400, 'Invalid parameters', detail, { problems });
  },
});

function segment(part: Segment): string {
  return String(typeof part === 'object' ? part.key : part);
}
