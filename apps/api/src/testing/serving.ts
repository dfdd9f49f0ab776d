import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import type { Settings } from '../app.module.js';
import { createApp } from '../create-app.js';
import { serveDocuments } from '../platform/documents.js';
import { parseEnvironment } from '../platform/environment.js';
import { HTTP_LIMITS, type HttpLimits } from '../platform/http/http-limits.js';
import { defaultOrganisation } from '../platform/organisation.js';
import { version } from '../platform/version.js';
import { Projector } from '../projection/projector.js';
import { copyStoreTemplate } from './store-template.js';

/** The whole service behind a real HTTP server, with the parts that its environment names. */
export interface Serving {
  readonly app: INestApplication;
  readonly server: Server;
  readonly url: string;
  /** Waits until all that was appended is in the store. */
  settled(): Promise<void>;
  /** The values of /metrics by name and labels, as they stand there. */
  meters(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/** @param settings what differs from the defaults; `directory`: an existing one, which is kept at the end */
export async function startServing(
  variables: Readonly<Record<string, string>> = {},
  {
    directory: existing,
    ...settings
  }: Partial<Omit<Settings, 'environment'>> & { readonly directory?: string } = {},
  limits: Partial<HttpLimits> = {},
): Promise<Serving> {
  const directory = existing ?? (await mkdtemp(join(tmpdir(), 'hearback-serving-')));
  const environment = parseEnvironment({ HEARBACK_DATA: directory, ...variables });
  if (environment.clickHouseUrl === undefined) await copyStoreTemplate(directory);
  const app = await createApp(
    { environment, organisation: defaultOrganisation, ...settings },
    { logger: ['fatal'] },
    { ...HTTP_LIMITS, ...limits },
  );
  serveDocuments(app, environment.kafkaTopic, version());
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    app,
    server: app.getHttpServer() as Server,
    url,
    settled: async () => {
      while ((await app.get(Projector).lag()) !== 0n)
        await new Promise((resolve) => setTimeout(resolve, 100));
    },
    meters: async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      return new Map(
        lines.map((line) => {
          const space = line.lastIndexOf(' ');
          return [line.slice(0, space), Number(line.slice(space + 1))];
        }),
      );
    },
    close: async () => {
      await app.close();
      if (existing === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
