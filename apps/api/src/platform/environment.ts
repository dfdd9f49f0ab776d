import { resolve } from 'node:path';
import { z } from 'zod';

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
  PUBLIC_URL: httpUrl.optional(),
  LOG_LEVEL: z.enum(['error', 'warn', 'log', 'debug', 'verbose']).default('log'),
});

export interface Environment {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Of the organisation; absent: hearback.config.yaml, where there is one. */
  readonly configFile: string | undefined;
  /** Absent: the embedded event log. */
  readonly kafkaBrokers: readonly string[] | undefined;
  readonly kafkaTopic: string;
  /** Absent: the embedded engine. */
  readonly clickHouseUrl: string | undefined;
  /** Where people reach the dashboard, without a slash at the end: what links in messages begin with. */
  readonly publicUrl: string;
  readonly logLevel: 'error' | 'warn' | 'log' | 'debug' | 'verbose';
}

/** A configuration that can't be used; the message lists every problem with its place. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError';
}

/** @throws ConfigurationError naming every variable that is wrong */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  // An empty variable is an unset one: compose files and CI systems can't say it otherwise.
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigurationError(
      `The environment has ${problems.length} problem(s):\n${problems.join('\n')}`,
    );
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    dataDirectory: resolve(data.HEARBACK_DATA),
    configFile: data.HEARBACK_CONFIG,
    kafkaBrokers: data.KAFKA_BROKERS,
    kafkaTopic: data.KAFKA_TOPIC,
    clickHouseUrl: data.CLICKHOUSE_URL,
    publicUrl: (data.PUBLIC_URL ?? localUrl(data.HOST, data.PORT)).replace(/\/+$/, ''),
    logLevel: data.LOG_LEVEL,
  };
}

function localUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
