import type { KafkaOptions, KafkaServer } from './kafka-server.mjs';

export interface KafkaForTests {
  readonly brokers: string[];
  /** Null when the broker is somebody else's (HEARBACK_TEST_KAFKA): then it can't be killed and restarted. */
  readonly server: KafkaServer | null;
  stop(): Promise<void>;
}

/**
 * The broker named by HEARBACK_TEST_KAFKA (host:port, separated by commas), or a new one, to be stopped by the caller.
 * Null, after saying so loudly, when Kafka can't be had; with CI=true that throws instead.
 */
export function kafkaForTests(options?: KafkaOptions): Promise<KafkaForTests | null>;
