import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { ServeStaticModule } from '@nestjs/serve-static';
import { ApplicationsModule } from './applications/applications.module.js';
import { ClickHouseModule } from './clickhouse/clickhouse.module.js';
import { DeadLettersModule } from './dead-letters/dead-letters.module.js';
import { ReplaysModule } from './dead-letters/replays/replays.module.js';
import { EventLogModule } from './event-log/event-log.module.js';
import { identifyRecord } from './ingestion/identify-record.js';
import { IngestionModule } from './ingestion/ingestion.module.js';
import { PseudonymsModule } from './ingestion/pseudonyms.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OverviewModule } from './overview/overview.module.js';
import { CLOCK, systemClock, type Clock } from './platform/clock.js';
import { DASHBOARD } from './platform/dashboard-files.js';
import { ENVIRONMENT, type Environment } from './platform/environment.js';
import { FreeSpaceModule } from './platform/free-space/free-space.module.js';
import { HealthController } from './platform/health.controller.js';
import { ORGANISATION, type Organisation } from './platform/organisation.js';
import { parameterPipe } from './platform/parameter-pipe.js';
import { ProblemFilter } from './platform/problem.filter.js';
import { allRoles, ROLES_HERE, type Roles } from './platform/roles.js';
import { ProjectionModule } from './projection/projection.module.js';
import { RebuildModule } from './rebuild/rebuild.module.js';
import { SampleModule } from './sample/sample.module.js';
import { ScoresModule } from './scores/scores.module.js';
import { ENDPOINTS, parseEndpoints, type Endpoints } from './scores/transports/endpoints.js';
import { SourcesModule } from './sources/sources.module.js';
import { SqlModule } from './sql/sql.module.js';
import { StreamModule } from './stream/stream.module.js';
import { TelemetryModule } from './telemetry/telemetry.module.js';
import { WaitingModule } from './waiting/waiting.module.js';

/** What is known before anything starts. */
export interface Settings {
  readonly environment: Environment;
  readonly organisation: Organisation;
  /** By default none; then the configuration must not name any recipient. */
  readonly endpoints?: Endpoints;
  readonly clock?: Clock;
  /** By default all; `checkRoles` says whether fewer can be. */
  readonly roles?: Roles;
}

@Global()
@Module({})
class SettingsModule {
  static of({
    environment,
    organisation,
    endpoints = parseEndpoints({}, organisation),
    clock = systemClock,
    roles = allRoles,
  }: Settings): DynamicModule {
    const providers = [
      { provide: ENDPOINTS, useValue: endpoints },
      { provide: ENVIRONMENT, useValue: environment },
      { provide: ORGANISATION, useValue: organisation },
      { provide: CLOCK, useValue: clock },
      { provide: ROLES_HERE, useValue: roles },
    ];
    return { module: SettingsModule, providers, exports: providers };
  }
}

/** What answers over HTTP: questions, the doors for events, the dashboard. */
const API = [
  IngestionModule,
  MetricsModule,
  WaitingModule,
  ApplicationsModule,
  OverviewModule,
  SourcesModule,
  DeadLettersModule,
  ReplaysModule,
  StreamModule,
  RebuildModule,
  SqlModule,
  SampleModule,
  ServeStaticModule.forRoot({
    rootPath: DASHBOARD,
    // Every other address is a page of the dashboard. An expression, because a pattern would decode the address and
    // refuse a stray "%"; a file of an older build must be missing, or a browser would take the page for a script.
    renderPath: /^\/(?!assets\/)/,
    exclude: ['/api/{*rest}', '/health/{*rest}', '/metrics', '/internal/{*rest}'],
    serveStaticOptions: { index: 'index.html' },
  }),
];

@Module({})
export class AppModule {
  static of(settings: Settings): DynamicModule {
    const { roles = allRoles } = settings;
    return {
      module: AppModule,
      imports: [
        SettingsModule.of(settings),
        CqrsModule.forRoot(),
        FreeSpaceModule,
        ClickHouseModule,
        EventLogModule.identifying(identifyRecord),
        PseudonymsModule,
        TelemetryModule,
        ProjectionModule,
        // A scheduler records the scores that it publishes, and asks for the names of teams.
        ...(roles.has('api') ? API : [IngestionModule.withoutDoors(), OverviewModule.withoutRoutes()]),
        ...(roles.has('api') || roles.has('scheduler') ? [ScoresModule.of(roles)] : []),
      ],
      controllers: [HealthController],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useValue: parameterPipe },
      ],
    };
  }
}
