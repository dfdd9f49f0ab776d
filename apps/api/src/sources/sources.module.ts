import { Module } from '@nestjs/common';
import { ListSourcesHandler } from './list-sources.handler.js';
import { SourcesController } from './sources.controller.js';

@Module({ controllers: [SourcesController], providers: [ListSourcesHandler] })
export class SourcesModule {}
