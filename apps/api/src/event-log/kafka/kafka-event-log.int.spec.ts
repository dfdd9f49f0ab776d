import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../../scripts/kafka/kafka-for-tests.mjs';
import { describeCrashes } from '../event-log-crash.contract.js';
import { describeEventLog, type LogUnderTest } from '../event-log.contract.js';
import { describeRepeats } from '../event-log-repeats.contract.js';
import { describeSpans } from '../event-log-spans.contract.js';
import { EventLogMisconfigured, EventLogUnavailable } from '../errors.js';
import { record } from '../testing/collector.js';
import { openKafkaEventLog } from './kafka-event-log.js';

const kafka = await kafkaForTests();
afterAll(() => kafka?.stop());

function kafkaLog(): Promise<LogUnderTest> {
  const options = {
    brokers: kafka?.brokers ?? [],
    topic: `contract-${randomUUID()}`,
    clientId: 'contract',
    partitions: 3,
  };
  return Promise.resolve({
    open: (given) => openKafkaEventLog({ ...options, ...given }),
    childOpens: { adapter: 'kafka', options },
    tooLarge: 2 * 1024 * 1024,
    dispose: () => Promise.resolve(),
  });
}

if (kafka === null) test.skip('the Kafka log needs a real broker', () => undefined);
else {
  describeEventLog('The Kafka log', kafkaLog);
  describeRepeats('The Kafka log', kafkaLog);
  describeSpans('The Kafka log', kafkaLog);
  describeCrashes('The Kafka log', kafkaLog, 2);
}

describe('The Kafka log, without a broker', () => {
  test('given addresses that can not be, when opened, then the mistake is named', async () => {
    await expect(openKafkaEventLog({ brokers: [], topic: 't', clientId: 'c' })).rejects.toThrow(
      EventLogMisconfigured,
    );
  });

  test('given a broker that is away, when appended, then it is unavailable and nothing counts as kept', async () => {
    const log = await openKafkaEventLog({ brokers: ['127.0.0.1:9'], topic: 't', clientId: 'c' });
    await expect(log.append([record('a', 'x')])).rejects.toThrow(EventLogUnavailable);
    await log.close();
  });
});
