import type { ClickHouseClient } from '@clickhouse/client';
import { Global, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { FreeSpace } from '../platform/free-space/free-space.js';
import { createStoreClient } from './client.js';
import { CLICKHOUSE, CLICKHOUSE_ENDPOINT, CLICKHOUSE_UNGATED } from './clickhouse.token.js';
import { openClickHouse, type ClickHouseEndpoint } from './endpoint.js';
import { Gate, gated } from './gate.js';
import { Store } from './store.js';
import { withRoom } from './with-room.js';

@Global()
@Module({
  providers: [
    {
      provide: CLICKHOUSE_ENDPOINT,
      inject: [ENVIRONMENT, FreeSpace],
      useFactory: (environment: Environment, space: FreeSpace) => openClickHouse(environment, space),
    },
    {
      provide: CLICKHOUSE_UNGATED,
      inject: [CLICKHOUSE_ENDPOINT],
      useFactory: ({ url, checkRoom }: ClickHouseEndpoint) => withRoom(createStoreClient(url), checkRoom),
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
