import type { ClickHouseClient } from '@clickhouse/client';
import { Global, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { createStoreClient } from './client.js';
import { CLICKHOUSE, CLICKHOUSE_ENDPOINT, CLICKHOUSE_UNGATED } from './clickhouse.token.js';
import { openClickHouse, type ClickHouseEndpoint } from './endpoint.js';
import { Gate, gated } from './gate.js';
import { Store } from './store.js';

@Global()
@Module({
  providers: [
    {
      provide: CLICKHOUSE_ENDPOINT,
      inject: [ENVIRONMENT],
      useFactory: (environment: Environment) => openClickHouse(environment),
    },
    {
      provide: CLICKHOUSE_UNGATED,
      inject: [CLICKHOUSE_ENDPOINT],
      useFactory: ({ url }: ClickHouseEndpoint) => createStoreClient(url),
    },
    Gate,
    {
      provide: CLICKHOUSE,
      inject: [CLICKHOUSE_UNGATED, Gate],
      useFactory: (client: ClickHouseClient, gate: Gate) => gated(client, gate),
    },
    Store,
  ],
  exports: [CLICKHOUSE, CLICKHOUSE_ENDPOINT, CLICKHOUSE_UNGATED, Gate, Store],
})
export class ClickHouseModule {}
