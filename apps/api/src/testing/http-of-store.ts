import type { Server } from 'node:http';
import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { CLOCK } from '../platform/clock.js';
import { ENVIRONMENT, parseEnvironment } from '../platform/environment.js';
import { ORGANISATION } from '../platform/organisation.js';
import { parameterPipe } from '../platform/parameter-pipe.js';
import { ProblemFilter } from '../platform/problem.filter.js';
import type { TestStore } from './test-store.js';

@Global()
@Module({})
class Surroundings {}

/** Routes that ask the store, behind a real HTTP server; `now` stands still. */
export async function serveStore(
  { store, organisation }: TestStore,
  modules: readonly Type[],
  now: string,
): Promise<{ readonly server: Server; close(): Promise<void> }> {
  const providers = [
    // Its own life goes on after this server's: whoever opened it closes it.
    {
      provide: Store,
      useValue: { rows: store.rows.bind(store), stream: store.stream.bind(store) },
    },
    { provide: ORGANISATION, useValue: organisation },
    { provide: ENVIRONMENT, useValue: parseEnvironment({}) },
    { provide: CLOCK, useValue: () => new Date(now) },
  ];
  const module: DynamicModule = {
    module: Surroundings,
    imports: [CqrsModule.forRoot(), ...modules],
    providers: [
      ...providers,
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_PIPE, useValue: parameterPipe },
    ],
    exports: providers,
  };
  const app = await NestFactory.create(module, { bodyParser: false, logger: false });
  await app.listen(0, '127.0.0.1');
  return { server: app.getHttpServer() as Server, close: () => app.close() };
}
