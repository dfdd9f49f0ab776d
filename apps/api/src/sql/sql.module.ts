import { Module } from '@nestjs/common';
import { Gate } from './gate.js';
import { ReaderRole } from './reader-role.js';
import { SqlController } from './sql.controller.js';
import { limitsFor, SQL_LIMITS } from './limits.js';
import { SqlService } from './sql.service.js';
import { CLICKHOUSE_ENDPOINT } from '../clickhouse/clickhouse.token.js';

@Module({
  controllers: [SqlController],
  providers: [
    Gate,
    ReaderRole,
    SqlService,
    { provide: SQL_LIMITS, inject: [CLICKHOUSE_ENDPOINT], useFactory: limitsFor },
  ],
})
export class SqlModule {}
