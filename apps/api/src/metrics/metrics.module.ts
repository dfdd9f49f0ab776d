import { Module } from '@nestjs/common';
import { GetMetricHandler } from './get-metric.handler.js';
import { MetricsController } from './metrics.controller.js';

@Module({ controllers: [MetricsController], providers: [GetMetricHandler] })
export class MetricsModule {}
