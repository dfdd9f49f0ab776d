import type { INestApplication, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule, type Settings } from './app.module.js';
import { guardEveryRequest } from './platform/http-edge.js';
import { BodyBudget } from './platform/http/body-budget.js';
import { HTTP_LIMITS, type HttpLimits } from './platform/http/http-limits.js';
import { LimitedHttp } from './platform/http/limited-http.js';

/** The service with what every request passes, and not yet listening. Tests and `serve` begin with the same. */
export async function createApp(
  settings: Settings,
  options: Pick<NestApplicationOptions, 'logger' | 'abortOnError'>,
  limits: HttpLimits = HTTP_LIMITS,
): Promise<INestApplication> {
  // Bodies are read by the routes that have one: events are judged on their raw bytes, imports stream.
  const app = await NestFactory.create(AppModule.of(settings), new LimitedHttp(limits), {
    ...options,
    bodyParser: false,
  });
  guardEveryRequest(app);
  app.useGlobalInterceptors(new BodyBudget(limits.bodyBytes, limits.freeBytesPerBody));
  return app;
}
