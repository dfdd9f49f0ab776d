export interface KafkaOptions {
  /** On the loopback interface; default: a free one. */
  readonly port?: number;
  /** Kept after `stop`; default: a temporary one that goes away with the broker. */
  readonly dataDirectory?: string;
  /** Further lines of server.properties. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly say?: (line: string) => void;
}

export interface KafkaServer {
  readonly brokers: string[];
  /** Process id of the running broker. */
  readonly pid: number;
  /** Sends a signal and waits until the broker is gone; its data stays for `restart`. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts the broker again on the same port and data, after SIGKILL if it is still running. */
  restart(): Promise<void>;
  /** Ends the broker and removes a temporary data directory. */
  stop(): Promise<void>;
}

/**
 * Starts a broker and resolves once it listens (3 to 4 s on two cores). It ends with this process at the latest.
 * Throws `KafkaNotAvailable` (of install-kafka.mjs) when Kafka or Java can't be had.
 */
export function startKafka(options?: KafkaOptions): Promise<KafkaServer>;
