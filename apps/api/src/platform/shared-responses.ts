import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** How an operation is asked, as far as it decides how it may be answered. */
interface Kind {
  readonly hasPathParameter: boolean;
  readonly hasBody: boolean;
  /** It may be that it changes something. */
  readonly isWriting: boolean;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const SCHEMA = { $ref: '#/components/schemas/Problem' };

/** The answers that are the same for every route, present and future: what is refused before it, and outages. */
const SHARED: readonly {
  readonly status: number;
  readonly what: string;
  readonly of?: (kind: Kind) => boolean;
}[] = [
  { status: 400, what: 'The request can’t be read, or a parameter is wrong' },
  { status: 403, what: 'Sent by a page of another site', of: ({ isWriting }) => isWriting },
  { status: 404, what: 'There is no such thing', of: ({ hasPathParameter }) => hasPathParameter },
  { status: 405, what: 'The path has other methods; `Allow` lists them' },
  { status: 408, what: 'The request took too long to arrive' },
  { status: 413, what: 'The body, or what is in it, is too large', of: ({ hasBody }) => hasBody },
  { status: 415, what: 'The media type or encoding of the body is not taken', of: ({ hasBody }) => hasBody },
  { status: 421, what: 'The request names a host that is not this service’s' },
  { status: 431, what: 'The headers are too large' },
  { status: 503, what: 'Not possible at the moment; `Retry-After` says when to try again' },
];

/**
 * Adds to every operation the answers that it shares with all others, and the media types of all answers: JSON unless
 * the route says otherwise, problems (RFC 9457) from 400 on. What a route says of itself stays.
 */
export function withSharedResponses(document: OpenAPIObject): OpenAPIObject {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = operations[method];
      if (operation !== undefined) completeResponses(operation, kindOf(path, method, operation));
    }
  }
  return {
    ...document,
    components: {
      ...document.components,
      schemas: {
        ...document.components?.schemas,
        Problem: {
          type: 'object',
          required: ['title', 'status', 'detail'],
          properties: {
            title: { type: 'string', description: 'The kind of problem' },
            status: { type: 'integer' },
            detail: { type: 'string', description: 'What happened this time, and what to do about it' },
          },
        },
      },
    },
  };
}

function kindOf(path: string, method: (typeof METHODS)[number], { requestBody }: Operation): Kind {
  return {
    hasPathParameter: path.includes('{'),
    hasBody: requestBody !== undefined,
    isWriting: method !== 'get',
  };
}

function completeResponses({ responses }: Operation, kind: Kind): void {
  for (const { status, what, of } of SHARED)
    if (of?.(kind) ?? true) responses[status] ??= { description: what };
  for (const [status, response] of Object.entries(responses)) {
    if (response === undefined || '$ref' in response || response.content !== undefined) continue;
    response.content = isProblem(status)
      ? { 'application/problem+json': { schema: SCHEMA } }
      : JSON_OF_ANY_SHAPE;
  }
}

const JSON_OF_ANY_SHAPE = { 'application/json': {} };

const isProblem = (status: string): boolean => Number(status) >= 400;
