import { Global, Module } from '@nestjs/common';
import { FreeSpace } from './free-space.js';

/** Whether there is room on the disk: for whoever reads, writes, or reports it. */
@Global()
@Module({ providers: [FreeSpace], exports: [FreeSpace] })
export class FreeSpaceModule {}
