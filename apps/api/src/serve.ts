import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger, type INestApplication } from '@nestjs/common';
import { createApp } from './create-app.js';
import { takeDataDirectory, type DataDirectory } from './platform/data-directory.js';
import { serveAssets } from './platform/dashboard-files.js';
import { serveDocuments } from './platform/documents.js';
import { ConfigurationError, parseEnvironment, type Environment } from './platform/environment.js';
import { reportFailedStart } from './platform/failed-start.js';
import { logAllOutput } from './platform/log-all-output.js';
import { loadOrganisation } from './platform/organisation.js';
import { noEndpoints, parseEndpoints } from './scores/transports/endpoints.js';
import { allRoles, checkRoles, parseRoles, type Roles } from './platform/roles.js';
import { version } from './platform/version.js';
import { ServiceLogger } from './platform/service-logger.js';
import { SampleImport } from './sample/sample-import.js';

export interface ServeOptions {
  /** Leave an empty store empty, instead of importing the bundled sample. */
  readonly empty?: boolean;
  /** What this process does of the whole; none means all. */
  readonly roles?: readonly string[];
}

/** Runs the service until it is told to stop; problems that no waiting can mend end it with exit code 1. */
export async function serve({ empty = false, roles: named = [] }: ServeOptions = {}): Promise<void> {
  const startedAt = performance.now();
  logAllOutput();
  let directory: DataDirectory | undefined;
  try {
    const environment = parseEnvironment(process.env);
    const roles = parseRoles(named);
    checkRoles(roles, environment);
    const organisation = await loadOrganisation(environment.configFile);
    // Who sends nothing needs no secrets for it.
    const endpoints = roles.has('scheduler') ? parseEndpoints(process.env, organisation) : noEndpoints;
    directory = await takeDataDirectory(environment.dataDirectory);
    const app = await createApp(
      { environment, organisation, endpoints, roles },
      { logger: new ServiceLogger(environment.logLevel), abortOnError: false },
    );
    releaseAtTheEnd(app, directory);
    if (roles.has('api')) serveAssets(app);
    serveDocuments(app, environment.kafkaTopic, version());
    await listen(app, environment);
    const shown = environment.host.includes(':') ? `[${environment.host}]` : environment.host;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    new Logger('serve').log(
      `Hearback is at http://${shown}:${port} (up in ${seconds} s, data in ${directory.path}${rolesTold(roles)})`,
    );
    if (!empty && roles.has('api')) await app.get(SampleImport).runIfEmpty();
  } catch (error) {
    await directory?.release();
    reportFailedStart(error);
    process.exit(1);
  }
}

async function listen(app: INestApplication, { port, host }: Environment): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new ConfigurationError(
        `Port ${port} on ${host} is in use. Stop what listens there, or choose another one: PORT=${port + 1} npm start`,
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'EACCES') {
      throw new ConfigurationError(`Can't listen on ${host} port ${port} (${code}). Check HOST and PORT.`);
    }
    throw error;
  }
}

/**
 * Once told to stop: no new requests, those under way answered, the batch at hand finished or abandoned, files closed,
 * directory free.
 */
function releaseAtTheEnd(app: INestApplication, directory: DataDirectory): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    void app
      .close()
      .catch((error: unknown) => new Logger('serve').error(`stopping on ${signal}: ${String(error)}`))
      .then(() => directory.release())
      .finally(() => process.exit(process.exitCode ?? 0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

const rolesTold = (roles: Roles): string =>
  roles.size === allRoles.size ? '' : `, roles: ${[...roles].join(', ')}`;
