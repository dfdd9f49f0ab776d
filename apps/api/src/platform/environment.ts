import { resolve } from 'node:path';
import { z } from 'zod';
import { formatBytes, parseBytes } from './free-space/bytes.js';
import { LEAST_RESERVE } from './free-space/reserve.js';
import { variableValue } from './variable-value.js';

/** Injection token of the parsed {@link Environment}. */
export const ENVIRONMENT = Symbol('environment');

const PORT_ERROR = 'must be a whole number from 0 to 65535';
const port = z.coerce.number(PORT_ERROR).int(PORT_ERROR).min(0, PORT_ERROR).max(65_535, PORT_ERROR);
const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an http(s) URL, like http://user:password@host:8123',
});

/** Infrastructure comes from the environment; what the organisation decides comes from hearback.config.yaml. */
const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  HEARBACK_DATA: z.string().min(1).default('./data'),
  HEARBACK_RESERVE: z
    .string()
    .transform((text) => parseBytes(text) ?? NaN)
    .refine((bytes) => bytes >= LEAST_RESERVE, {
      error: `must be a size like 512MiB or 2GiB, at least ${formatBytes(LEAST_RESERVE)}`,
    })
    .optional(),
  HEARBACK_CONFIG: z.string().optional(),
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .refine((list) => list.every((broker) => /^[^\s:]+:\d+$/.test(broker)), {
      error: 'must be host:port pairs separated by commas, like broker-1:9092,broker-2:9092',
    })
    .optional(),
  KAFKA_TOPIC: z
    .string()
    .regex(/^[\w.-]{1,249}$/, 'must be a topic name: letters, digits, dot, dash and underscore')
    .default('hearback.events.v1'),
  CLICKHOUSE_URL: httpUrl.optional(),
  CLICKHOUSE_PASSWORD: z.string().optional(),
  HEARBACK_KEYS_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL, like http://api:3000' })
    .optional(),
  HEARBACK_KEYS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must be 16 or more visible characters, like those of: openssl rand -hex 32')
    .optional(),
  PUBLIC_URL: httpUrl.optional(),
  ALLOWED_HOSTS: z
    .string()
    .transform((list) => list.split(',').map((name) => name.trim()))
    .refine((names) => names.every((name) => /^[\w.-]+$/.test(name)), {
      error: 'must be names without ports, separated by commas, like api,hearback.internal',
    })
    .default([]),
  LOG_LEVEL: z.enum(['error', 'warn', 'log', 'debug', 'verbose']).default('log'),
});

/** May also come from a file, named by the variable with _FILE at its end. */
const SECRETS = ['CLICKHOUSE_PASSWORD', 'HEARBACK_KEYS_TOKEN'] as const;

/** How candidate keys are shared between processes. */
export interface KeysEnvironment {
  /** Of the process that owns the keys, without a slash at the end; absent: this one does. */
  readonly url: string | undefined;
  /** Shared by those that use the keys of one owner. Absent at the owner: it serves them to nobody. */
  readonly token: string | undefined;
}

export interface Environment {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Of free space on its file system, in bytes. Absent: a part of that file system. */
  readonly reserveBytes: number | undefined;
  /** Of the organisation; absent: hearback.config.yaml, where there is one. */
  readonly configFile: string | undefined;
  /** Absent: the embedded event log. */
  readonly kafkaBrokers: readonly string[] | undefined;
  readonly kafkaTopic: string;
  /** With the password, where that came by a variable of its own. Absent: the embedded engine. */
  readonly clickHouseUrl: string | undefined;
  readonly keys: KeysEnvironment;
  /** Where people reach the dashboard, without a slash at the end: what links in messages begin with. */
  readonly publicUrl: string;
  /** Names besides that of `publicUrl` by which this process may be reached. */
  readonly allowedHosts: readonly string[];
  readonly logLevel: 'error' | 'warn' | 'log' | 'debug' | 'verbose';
}

/** A configuration that can't be used; the message lists every problem with its place. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError';
}

/** @throws ConfigurationError naming every variable that is wrong */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const problems: string[] = [];
  const secrets = SECRETS.map((name) => [name, variableValue(name, variables, problems)] as const);
  // An empty variable is an unset one: compose files and CI systems can't say it otherwise.
  const set = Object.entries({ ...variables, ...Object.fromEntries(secrets) }).filter(
    ([, value]) => value !== '' && value !== undefined,
  );
  const parsed = schema.safeParse(Object.fromEntries(set));
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  else problems.push(...contradictions(parsed.data));
  if (!parsed.success || problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}`).join('\n');
    throw new ConfigurationError(`The environment has ${problems.length} problem(s):\n${lines}`);
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    dataDirectory: resolve(data.HEARBACK_DATA),
    reserveBytes: data.HEARBACK_RESERVE,
    configFile: data.HEARBACK_CONFIG,
    kafkaBrokers: data.KAFKA_BROKERS,
    kafkaTopic: data.KAFKA_TOPIC,
    clickHouseUrl: withPassword(data.CLICKHOUSE_URL, data.CLICKHOUSE_PASSWORD),
    keys: { url: data.HEARBACK_KEYS_URL?.replace(/\/+$/, ''), token: data.HEARBACK_KEYS_TOKEN },
    publicUrl: (data.PUBLIC_URL ?? localUrl(data.HOST, data.PORT)).replace(/\/+$/, ''),
    allowedHosts: data.ALLOWED_HOSTS,
    logLevel: data.LOG_LEVEL,
  };
}

function contradictions(data: z.infer<typeof schema>): string[] {
  const problems: string[] = [];
  if (data.HEARBACK_KEYS_URL !== undefined && data.HEARBACK_KEYS_TOKEN === undefined)
    problems.push(
      'HEARBACK_KEYS_TOKEN (or HEARBACK_KEYS_TOKEN_FILE): is missing; HEARBACK_KEYS_URL needs the token of the process that it names',
    );
  if (data.CLICKHOUSE_PASSWORD === undefined) return problems;
  if (data.CLICKHOUSE_URL === undefined)
    problems.push('CLICKHOUSE_PASSWORD: belongs to a server; set CLICKHOUSE_URL, or leave it out');
  else if (new URL(data.CLICKHOUSE_URL).password !== '')
    problems.push('CLICKHOUSE_URL: has a password, and CLICKHOUSE_PASSWORD is set as well; leave one out');
  return problems;
}

function withPassword(url: string | undefined, password: string | undefined): string | undefined {
  if (url === undefined || password === undefined) return url;
  const whole = new URL(url);
  whole.username ||= 'default';
  whole.password = encodeURIComponent(password);
  return whole.href;
}

function localUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
