import type { IncomingMessage } from 'node:http';
import { Body, decodedBody, MAX_STATEMENT_BYTES } from './body.js';
import { clickHouseError } from './exception.js';

/** A multipart body: the statement and parameters that are too long for a URL. */
export interface Form {
  readonly query: string;
  readonly parameters: readonly (readonly [string, string])[];
}

/**
 * Reads a multipart/form-data body; undefined when the request has another kind of body.
 *
 * @throws ClickHouseException 36 for a malformed body, 48 for external tables (parts that are neither query nor
 *   parameter)
 */
export async function readForm(request: IncomingMessage): Promise<Form | undefined> {
  const type = request.headers['content-type'];
  if (type === undefined || !/^multipart\/form-data/i.test(type)) return undefined;
  const bytes = await (await Body.open(Buffer.alloc(0), decodedBody(request))).whole();
  const parsed = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch((error: unknown) => {
      throw clickHouseError(36, 'BAD_ARGUMENTS', `The multipart body can't be read: ${String(error)}`);
    });
  let query = '';
  const parameters: [string, string][] = [];
  parsed.forEach((value, name) => {
    if (typeof value !== 'string' || (name !== 'query' && !name.startsWith('param_'))) {
      throw clickHouseError(
        48,
        'NOT_IMPLEMENTED',
        `External tables are not supported: the multipart body may hold 'query' and 'param_*' (limit ${MAX_STATEMENT_BYTES} bytes), not '${name}'`,
      );
    }
    if (name === 'query') query = value;
    else parameters.push([name, value]);
  });
  return { query, parameters };
}
