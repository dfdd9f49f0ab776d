import type { IncomingHttpHeaders } from 'node:http';
import { READER, type Role } from './access.js';
import { clickHouseError } from './exception.js';

/** What a request asks for besides the statement itself. */
export interface QueryRequest {
  /** Reported back and visible in system.processes.log_comment; the engine's own id differs. */
  readonly queryId: string;
  readonly database: string | undefined;
  /** In the order given; the last of two equal names wins. */
  readonly settings: ReadonlyMap<string, string>;
  /** Values in ClickHouse's escaped form, as clients send them. */
  readonly params: ReadonlyMap<string, string>;
  /** For statements without a FORMAT of their own. */
  readonly defaultFormat: string;
  readonly acceptsGzip: boolean;
  /** GET may only read, as on a ClickHouse server. */
  readonly readOnly: boolean;
  /** With no more rights than this role's; all rights without. */
  readonly role: Role | undefined;
}

const NAME = /^[A-Za-z_]\w*$/;
const DEFAULT_FORMAT = 'TabSeparated';

/** Parameters of the HTTP interface that are no settings and need nothing here. */
const HTTP_ONLY = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'user',
  'password',
  'quota_key',
  'session_id',
  'session_timeout',
  'session_check',
  'close_session',
  'stacktrace',
  'client_protocol_version',
  'buffer_size',
  'wait_end_of_query',
  'http_wait_end_of_query',
  'http_response_buffer_size',
]);

const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['compress', "native compression (compress=1) is not supported: send 'Accept-Encoding: gzip' instead"],
  ['decompress', "native compression (decompress=1) is not supported: send 'Content-Encoding: gzip' instead"],
]);

/**
 * @param url the request's URL with its query string
 * @param form further parameters, from a multipart body
 * @throws ClickHouseException 36 for a malformed name, 48 for what is not supported, 511 for roles
 */
export function readRequest(
  method: string,
  url: URL,
  headers: IncomingHttpHeaders,
  form: Iterable<readonly [string, string]>,
  newId: () => string,
): QueryRequest {
  const settings = new Map<string, string>();
  const params = new Map<string, string>();
  let role: Role | undefined;
  for (const [name, value] of [...url.searchParams, ...form]) {
    if (name.startsWith('param_')) {
      params.set(checked(name.slice('param_'.length), 'query parameter'), value);
      continue;
    }
    if (HTTP_ONLY.has(name)) continue;
    const refusal = UNSUPPORTED.get(name);
    if (refusal !== undefined && value !== '0') throw clickHouseError(48, 'NOT_IMPLEMENTED', refusal);
    if (refusal !== undefined) continue;
    if (name === 'role') {
      if (value !== READER) {
        throw clickHouseError(
          511,
          'UNKNOWN_ROLE',
          `There is no role ${value}: the embedded engine has ${READER}`,
        );
      }
      role = value;
      continue;
    }
    settings.set(checked(name, 'setting'), value);
  }
  const compression = settings.get('enable_http_compression') ?? '0';
  return {
    queryId: url.searchParams.get('query_id') ?? header(headers, 'x-clickhouse-query-id') ?? newId(),
    database: url.searchParams.get('database') ?? header(headers, 'x-clickhouse-database'),
    settings,
    params,
    defaultFormat: format(header(headers, 'x-clickhouse-format') ?? url.searchParams.get('default_format')),
    acceptsGzip: isOn(compression) && /\bgzip\b/i.test(header(headers, 'accept-encoding') ?? ''),
    readOnly: method !== 'POST',
    role,
  };
}

function checked(name: string, what: string): string {
  if (NAME.test(name)) return name;
  throw clickHouseError(
    36,
    'BAD_ARGUMENTS',
    `The name of the ${what} '${name}' is not an identifier (letters, digits, _)`,
  );
}

/** The name goes into the statement, so it must be one. */
function format(name: string | null): string {
  if (name === null || name === '') return DEFAULT_FORMAT;
  if (/^\w+$/.test(name)) return name;
  throw clickHouseError(73, 'UNKNOWN_FORMAT', `Unknown format ${name}`);
}

function isOn(value: string): boolean {
  return value === '1' || value.toLowerCase() === 'true';
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return Array.isArray(value) ? value[0] : value;
}
