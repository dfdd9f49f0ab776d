import { join } from 'node:path';
import {
  Global,
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { FreeSpace } from '../platform/free-space/free-space.js';
import { openEmbeddedEventLog } from './embedded/embedded-event-log.js';
import { EVENT_LOG } from './event-log.token.js';
import type { EventLog, LoggedRecord, RecordIdentity } from './event-log.js';
import { openKafkaEventLog } from './kafka/kafka-event-log.js';
import type { LogFunction } from './log-function.js';

type Identify = (record: LoggedRecord) => RecordIdentity | undefined;

function openEventLog(
  { kafkaBrokers, kafkaTopic, dataDirectory }: Environment,
  identify: Identify,
  { reserve }: FreeSpace,
): Promise<EventLog> {
  const logger = new Logger('EventLog');
  const log: LogFunction = (level, message, details = {}) => {
    // What an error says stands in the message.
    const { error: _error, ...fields } = details;
    logger[level === 'info' ? 'log' : level](message, fields);
  };
  return kafkaBrokers === undefined
    ? openEmbeddedEventLog({
        directory: join(dataDirectory, 'event-log'),
        topic: kafkaTopic,
        identify,
        leastFreeBytes: reserve.events,
        log,
      })
    : openKafkaEventLog({ brokers: kafkaBrokers, topic: kafkaTopic, clientId: 'hearback', log });
}

@Global()
@Module({ exports: [EVENT_LOG] })
export class EventLogModule implements OnApplicationShutdown {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  /** @param identify which event a record is; the log itself knows nothing of events */
  static identifying(identify: Identify): DynamicModule {
    const useFactory = (environment: Environment, space: FreeSpace): Promise<EventLog> =>
      openEventLog(environment, identify, space);
    const provider = { provide: EVENT_LOG, inject: [ENVIRONMENT, FreeSpace], useFactory };
    return { module: EventLogModule, providers: [provider] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.log.close();
  }
}
