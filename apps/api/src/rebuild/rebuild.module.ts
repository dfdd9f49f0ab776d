import { Module } from '@nestjs/common';
import { RebuildController } from './rebuild.controller.js';
import { Rebuild } from './rebuild.js';

/** Fills the tables again from their source, while the service goes on. */
@Module({ controllers: [RebuildController], providers: [Rebuild] })
export class RebuildModule {}
