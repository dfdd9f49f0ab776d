import { createKafka, type Admin } from '../event-log/kafka/kafka-client.js';
import { createTopic } from '../event-log/kafka/kafka-topic.js';
import {
  DAY_MS,
  describeTopic,
  differences,
  type DescribedTopic,
  type Difference,
  type WantedTopic,
} from '../event-log/kafka/topic-facts.js';
import { messageOf } from '../event-log/errors.js';
import { silent } from '../event-log/log-function.js';
import { ConfigurationError, parseEnvironment } from '../platform/environment.js';
import { Failure, WrongUse } from './failure.js';
import { wholeNumber } from './whole-number.js';

export interface TopicOptions {
  readonly partitions?: string;
  readonly replication?: string;
  readonly retention?: string;
}

/** As many as the service creates a missing topic with. */
const PARTITIONS = 12;

/** Creates the topic; one that is there already is left alone and compared. Exit code 1 where it is not as wanted. */
export async function createTheTopic(options: TopicOptions, json: boolean): Promise<void> {
  const wanted = wantedTopic(options);
  await onBroker(async (admin, topic) => {
    const existing = await describeTopic(admin, topic);
    if (existing === undefined) {
      const settings = {
        topic,
        partitions: wanted.partitions ?? PARTITIONS,
        ...(wanted.replication === undefined ? {} : { replicationFactor: wanted.replication }),
        ...(wanted.retentionDays === undefined ? {} : { retentionMs: wanted.retentionDays * DAY_MS }),
      };
      await createTopic(admin, settings, silent);
    }
    const described = existing ?? (await describeTopic(admin, topic));
    tell(topic, described, wanted, existing === undefined ? 'created' : 'exists', json);
  });
}

/** Tells in what the topic differs from what Hearback needs and from what was asked. Exit code 1 where it does. */
export async function checkTheTopic(options: TopicOptions, json: boolean): Promise<void> {
  const wanted = wantedTopic(options);
  await onBroker(async (admin, topic) =>
    tell(topic, await describeTopic(admin, topic), wanted, 'exists', json),
  );
}

function wantedTopic({ partitions, replication, retention }: TopicOptions): WantedTopic {
  const number = (name: string, text: string | undefined, most: number): number | undefined =>
    text === undefined ? undefined : wholeNumber(name, text, 1, most);
  return {
    partitions: number('--partitions', partitions, 10_000),
    replication: number('--replication', replication, 100),
    retentionDays: number('--retention', retention, 36_500),
  };
}

function tell(
  topic: string,
  described: DescribedTopic | undefined,
  wanted: WantedTopic,
  state: 'created' | 'exists',
  json: boolean,
): void {
  if (described === undefined)
    throw new Failure(`The topic ${topic} does not exist. Create it: hearback topic create`);
  const found = differences(described, wanted);
  const { partitions, replication, records } = described;
  if (json) {
    const config = Object.fromEntries(described.config);
    const facts = { topic, state, partitions, replication, records: Number(records), config };
    console.log(JSON.stringify({ ...facts, differences: found }));
  } else {
    const counted = `${partitions} partitions, ${replication} ${replication === 1 ? 'copy' : 'copies'}, ${records} records`;
    console.log(`${topic} ${state === 'created' ? 'was created' : 'exists'}: ${counted}`);
    for (const difference of found) console.log(lineOf(difference));
    if (found.length === 0) console.log('It is as Hearback needs it.');
  }
  if (found.length > 0) process.exitCode = 1;
}

const lineOf = ({ setting, is, wanted, why }: Difference): string =>
  `  ${setting} is ${is}, wanted is ${wanted}. ${why}`;

async function onBroker(work: (admin: Admin, topic: string) => Promise<void>): Promise<void> {
  const { kafkaBrokers: brokers, kafkaTopic } = environment();
  if (brokers === undefined)
    throw new WrongUse(
      'KAFKA_BROKERS is missing: these commands talk to the brokers themselves, like KAFKA_BROKERS=localhost:9092 hearback topic check',
    );
  const admin = createKafka({ brokers, clientId: 'hearback-topic' }, silent).admin();
  try {
    await admin.connect();
    await work(admin, kafkaTopic);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Kafka at ${brokers.join(', ')} (KAFKA_BROKERS): ${messageOf(error)}`);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

function environment(): ReturnType<typeof parseEnvironment> {
  try {
    return parseEnvironment(process.env);
  } catch (error) {
    throw error instanceof ConfigurationError ? new WrongUse(error.message) : error;
  }
}
