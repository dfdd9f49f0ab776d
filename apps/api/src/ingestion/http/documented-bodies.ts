import type { ApiBodyOptions } from '@nestjs/swagger';

const event = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'time', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', minLength: 1, maxLength: 200 },
    source: { type: 'string', minLength: 1, maxLength: 500 },
    type: { type: 'string', examples: ['hearback.interview.completed.v1'] },
    time: { type: 'string', format: 'date-time' },
    data: { type: 'object' },
  },
} as const;

/** What `POST /events` takes. The schema of each type's data is in the AsyncAPI document. */
export const eventsBody = {
  required: true,
  schema: { anyOf: [event, { type: 'array', items: event }] },
} as unknown as ApiBodyOptions;

/** What `POST /imports` takes: the file comes last. */
export const importBody: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    required: ['mapping', 'file'],
    properties: {
      mapping: { type: 'string', description: 'YAML; see docs/import.md' },
      format: {
        type: 'string',
        enum: ['csv', 'jsonl'],
        description: 'By default what the file name ends in',
      },
      dryRun: { type: 'string', enum: ['true', 'false'], default: 'false' },
      file: { type: 'string', format: 'binary' },
    },
  },
};
