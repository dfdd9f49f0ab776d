// The broker of a test run: the one named by HEARBACK_TEST_KAFKA, or one of its own.
import { KafkaNotAvailable } from './install-kafka.mjs';
import { startKafka } from './kafka-server.mjs';

/** Documented in kafka-for-tests.d.mts. */
export async function kafkaForTests(options) {
  const given = process.env.HEARBACK_TEST_KAFKA;
  if (given) return { brokers: given.split(','), server: null, stop: async () => {} };
  try {
    const server = await startKafka({ say: (line) => console.error(line), ...options });
    return { brokers: server.brokers, server, stop: () => server.stop() };
  } catch (error) {
    if (!(error instanceof KafkaNotAvailable) || process.env.CI === 'true') throw error;
    const why = `SKIPPED: the tests against a real Kafka broker did not run.\n${error.message}`;
    console.error(`\n${'!'.repeat(80)}\n${why}\n${'!'.repeat(80)}\n`);
    return null;
  }
}
