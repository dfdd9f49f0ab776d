import { Kafka, Partitioners, logLevel, type Consumer, type LogEntry, type Producer } from 'kafkajs';
import { EventLogMisconfigured, asError, messageOf } from '../errors.js';
import type { LogFunction, LogLevel } from '../log-function.js';

/* The only file that imports kafkajs, which nobody maintains any more: what must change with the client is here. */

export type { Admin, Consumer, EachBatchPayload, IHeaders, KafkaMessage, Producer } from 'kafkajs';

export interface KafkaConnection {
  /** `host:port` each; one that answers is enough. */
  readonly brokers: readonly string[];
  /** How the brokers' own logs call this client. */
  readonly clientId: string;
  readonly ssl?: boolean;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** How long one broker may take to accept a connection, in milliseconds. */
const CONNECT_WITHIN_MS = 3_000;
/** How long a request may take, in milliseconds. */
const ANSWER_WITHIN_MS = 15_000;

/** A failing append answers within a few seconds instead of letting its caller wait for a broker to come back. */
const PRODUCER_RETRY = { retries: 3, initialRetryTime: 200, maxRetryTime: 2_000 };
const CONSUMER_RETRY = { retries: 5, initialRetryTime: 300, maxRetryTime: 5_000 };

/** How long a fetch waits for records, in milliseconds; also how soon a resumed partition is asked for again. */
export const FETCH_WAIT_MS = 500;

export function createKafka(connection: KafkaConnection, log: LogFunction): Kafka {
  return new Kafka({
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    ...(connection.ssl === undefined ? {} : { ssl: connection.ssl }),
    ...(connection.sasl ? { sasl: saslOptions(connection.sasl) } : {}),
    connectionTimeout: CONNECT_WITHIN_MS,
    requestTimeout: ANSWER_WITHIN_MS,
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => logEntry(log, entry),
    retry: PRODUCER_RETRY,
  });
}

/**
 * Idempotent, one request at a time.
 *
 * TRICKY: after a send that failed, this producer must not be used again. The broker may have kept the records whose
 * acknowledgement got lost; kafkajs gives their sequence numbers to the next send, and the broker takes that for a
 * repetition: it acknowledges records that it throws away. A new producer gets an id and numbers of its own.
 */
export const createProducer = (kafka: Kafka): Producer =>
  kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: PRODUCER_RETRY,
  });

/** `mayRestart` is asked whenever the consumer has crashed in a way that starting it again can cure. */
export const createConsumer = (
  kafka: Kafka,
  groupId: string,
  mayRestart: (error: Error) => boolean,
): Consumer =>
  kafka.consumer({
    groupId,
    sessionTimeout: 30_000,
    // How long a rebalance waits for a handler to finish its batch before another consumer gets the partition.
    rebalanceTimeout: 90_000,
    heartbeatInterval: 3_000,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    maxBytesPerPartition: 4 * 1024 * 1024,
    maxBytes: 16 * 1024 * 1024,
    allowAutoTopicCreation: false,
    retry: { ...CONSUMER_RETRY, restartOnFailure: (error) => Promise.resolve(mayRestart(error)) },
  });

const saslOptions = ({ mechanism, username, password }: NonNullable<KafkaConnection['sasl']>) => {
  // One literal per mechanism: kafkajs's types tie the name to the credentials.
  if (mechanism === 'plain') return { mechanism, username, password } as const;
  if (mechanism === 'scram-sha-256') return { mechanism, username, password } as const;
  return { mechanism, username, password } as const;
};

/** kafkajs calls each attempt that it repeats an error, many a second; what really fails is logged by the adapter. */
const LEVELS: Readonly<Record<number, LogLevel>> = { [logLevel.ERROR]: 'debug', [logLevel.WARN]: 'info' };

function logEntry(log: LogFunction, { namespace, level, log: content }: LogEntry): void {
  const { message, timestamp: _timestamp, stack: _stack, ...details } = content as Record<string, unknown>;
  log(LEVELS[level] ?? 'debug', `kafkajs ${namespace}: ${String(message)}`, details);
}

/** The chain of causes, outermost first: kafkajs wraps what happened into what it tried. */
function* causes(thrown: unknown): Generator<{ name?: unknown; type?: unknown; errors?: unknown }> {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; depth += 1) {
    yield error;
    const inner: unknown = (error as { originalError?: unknown }).originalError ?? error.cause;
    error = inner;
  }
}

const hasType = (thrown: unknown, ...types: string[]): boolean =>
  [...causes(thrown)].some(
    (error) =>
      types.includes(String(error.type)) ||
      (Array.isArray(error.errors) && error.errors.some((each: unknown) => hasType(each, ...types))),
  );

export const isTooLarge = (thrown: unknown): boolean =>
  hasType(thrown, 'MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE');

export const isMissingTopic = (thrown: unknown): boolean => hasType(thrown, 'UNKNOWN_TOPIC_OR_PARTITION');

export const isExistingTopic = (thrown: unknown): boolean => hasType(thrown, 'TOPIC_ALREADY_EXISTS');

/** The brokers answered, and refuse these credentials: waiting won't help. */
export const isRefused = (thrown: unknown): boolean =>
  [...causes(thrown)].some((error) => error.name === 'KafkaJSSASLAuthenticationError') ||
  hasType(thrown, 'SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_SASL_MECHANISM', 'ILLEGAL_SASL_STATE');

/** Whether the batch at hand belongs to somebody else now. */
export const isRebalance = (thrown: unknown): boolean =>
  hasType(
    thrown,
    'REBALANCE_IN_PROGRESS',
    'ILLEGAL_GENERATION',
    'UNKNOWN_MEMBER_ID',
    'NOT_COORDINATOR_FOR_GROUP',
  );

/**
 * Why the consumer can't go on, for an operator.
 *
 * TRICKY: gzip is the only compression that kafkajs reads; it ends for good on a batch with another one.
 */
export function explainCrash(thrown: unknown, topic: string): Error {
  if ([...causes(thrown)].some((error) => error.name === 'KafkaJSNotImplemented'))
    return new EventLogMisconfigured(
      `The topic ${topic} holds records in a compression that can't be read (${messageOf(thrown)}). ` +
        `Producers must use gzip or none; set compression.type=gzip on the topic.`,
      { cause: thrown },
    );
  return asError(thrown);
}
