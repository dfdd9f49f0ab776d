import { Module } from '@nestjs/common';
import { ListWaitingHandler } from './list-waiting.handler.js';
import { WaitingController } from './waiting.controller.js';

@Module({ controllers: [WaitingController], providers: [ListWaitingHandler] })
export class WaitingModule {}
