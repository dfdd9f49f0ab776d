import type { QueryRequest } from './request.js';

/** A server's default; the preamble itself may be longer (parameters of any size). */
const MAX_QUERY_SIZE = '262144';

/**
 * The statements that prepare a private session for one request: settings, parameters, database. Settings act
 * on that session alone, which ends with the request.
 *
 * @param request what was asked for
 * @returns statements joined by semicolons
 */
export function preamble(request: QueryRequest): string {
  const { settings, params, database, role } = request;
  const assignments: string[] = [];
  for (const [name, value] of settings) {
    if (LATE.has(name)) continue;
    assignments.push(`${name} = ${literal(value)}`);
  }
  // TRICKY: a parameter set this way is bound per session; the engine's own call for parameters shares one
  // state among all sessions, so that every parameterised query would wait for all others.
  for (const [name, value] of params) assignments.push(`param_${name} = ${literal(value)}`);

  assignments.push(`max_query_size = ${literal(settings.get('max_query_size') ?? MAX_QUERY_SIZE)}`);
  // In parallel an answer is written out in memory, block by block, where nobody sees how large it grows.
  if (role !== undefined) assignments.push('output_format_parallel_formatting = 0');

  // All in one: each further statement takes a twentieth of the time of a small query.
  const statements = [`SET ${assignments.join(', ')}`];
  if (database !== undefined && database !== '') statements.push(`USE ${identifier(database)}`);
  if (role !== undefined) statements.push(`SET ROLE ${identifier(role)}`);
  // Last: nothing can be set any more after it.
  const readonly = settings.get('readonly');
  if (readonly !== undefined && readonly !== '0') statements.push(`SET readonly = ${literal(readonly)}`);
  else if (request.readOnly) statements.push(`SET readonly = '2'`);
  return statements.join('; ');
}

/** Settings that must not be applied in the order given; the log comment carries the request's identity. */
const LATE = new Set(['readonly', 'max_query_size', 'log_comment']);

/** A string literal of ClickHouse's SQL. */
export function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
