import { Module } from '@nestjs/common';
import { DeadLettersController } from './dead-letters.controller.js';
import { GetDeadLetterHandler, ListDeadLettersHandler } from './dead-letters.handler.js';

@Module({
  controllers: [DeadLettersController],
  providers: [ListDeadLettersHandler, GetDeadLetterHandler],
})
export class DeadLettersModule {}
