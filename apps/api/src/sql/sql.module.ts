import { Module } from '@nestjs/common';
import { Gate } from './gate.js';
import { ReaderRole } from './reader-role.js';
import { SqlController } from './sql.controller.js';
import { LIMITS, SQL_LIMITS, SqlService } from './sql.service.js';

@Module({
  controllers: [SqlController],
  providers: [Gate, ReaderRole, SqlService, { provide: SQL_LIMITS, useValue: LIMITS }],
})
export class SqlModule {}
