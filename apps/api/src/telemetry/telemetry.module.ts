import { Global, Module } from '@nestjs/common';
import { Dependencies } from './dependencies.js';
import { DiskGauges } from './disk-gauges.js';
import { Liveness } from './liveness.js';
import { LoopWatch } from './loop-watch.js';
import { Meters } from './meters.js';
import { MetersController } from './meters.controller.js';
import { ServiceGauges } from './service-gauges.js';

/** What this process tells about itself: its counts for Prometheus, and which of the things it needs are away. */
@Global()
@Module({
  controllers: [MetersController],
  providers: [Meters, Dependencies, Liveness, LoopWatch, ServiceGauges, DiskGauges],
  exports: [Meters, Dependencies, Liveness],
})
export class TelemetryModule {}
