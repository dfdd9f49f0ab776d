import { Global, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { createStoreClient } from './client.js';
import { CLICKHOUSE, CLICKHOUSE_ENDPOINT } from './clickhouse.token.js';
import { openClickHouse, type ClickHouseEndpoint } from './endpoint.js';
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
      provide: CLICKHOUSE,
      inject: [CLICKHOUSE_ENDPOINT],
      useFactory: ({ url }: ClickHouseEndpoint) => createStoreClient(url),
    },
    Store,
  ],
  exports: [CLICKHOUSE, CLICKHOUSE_ENDPOINT, Store],
})
export class ClickHouseModule {}
