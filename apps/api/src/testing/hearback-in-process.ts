import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule, type Settings } from '../app.module.js';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { Store } from '../clickhouse/store.js';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import type { EventLog } from '../event-log/event-log.js';
import { parseEnvironment } from '../platform/environment.js';
import { defaultOrganisation } from '../platform/organisation.js';
import { Projector } from '../projection/projector.js';
import { copyStoreTemplate } from './store-template.js';

/** The whole service without its HTTP listener, on real parts, in a directory of its own. */
export interface HearbackInProcess {
  readonly app: INestApplicationContext;
  readonly log: EventLog;
  readonly clickHouse: ClickHouseClient;
  /** Waits until all that was appended is in the store. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param settings what differs from the defaults; `directory`: an existing one, which is kept at the end
 */
export async function startInProcess(
  variables: Readonly<Record<string, string>> = {},
  {
    directory: existing,
    ...settings
  }: Partial<Omit<Settings, 'environment'>> & { readonly directory?: string } = {},
): Promise<HearbackInProcess> {
  const directory = existing ?? (await mkdtemp(join(tmpdir(), 'hearback-app-')));
  const environment = parseEnvironment({ HEARBACK_DATA: directory, ...variables });
  if (environment.clickHouseUrl === undefined) await copyStoreTemplate(directory);
  const app = await NestFactory.createApplicationContext(
    AppModule.of({ environment, organisation: defaultOrganisation, ...settings }),
    { logger: ['error', 'fatal'] },
  );
  await readable(app.get(Store));
  const projector = app.get(Projector);
  return {
    app,
    log: app.get<EventLog>(EVENT_LOG),
    clickHouse: app.get<ClickHouseClient>(CLICKHOUSE),
    settled: async () => {
      // A broker that has just started does not know its groups yet.
      const lag = (): Promise<bigint | undefined> => projector.lag().catch(() => undefined);
      while ((await lag()) !== 0n) await new Promise((resolve) => setTimeout(resolve, 200));
    },
    close: async () => {
      await app.close();
      if (existing === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Resolves once a store has its schema and was compared with the log, so that figures are answered. */
export async function readable(store: Store): Promise<void> {
  await store.ready();
  while (store.withheld?.state === 'checking') await new Promise((resolve) => setTimeout(resolve, 20));
}
