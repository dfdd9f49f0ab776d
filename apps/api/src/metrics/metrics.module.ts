import { Module } from '@nestjs/common';
import { ListBehindHandler, StreamBehindHandler } from './behind/list-behind.handler.js';
import { GetCurveHandler } from './curve/get-curve.handler.js';
import { GetMetricHandler } from './get-metric.handler.js';
import { MetricsController } from './metrics.controller.js';

@Module({
  controllers: [MetricsController],
  providers: [GetCurveHandler, GetMetricHandler, ListBehindHandler, StreamBehindHandler],
})
export class MetricsModule {}
