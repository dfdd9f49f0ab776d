import { join } from 'node:path';
import { startEmbeddedClickHouse } from '@hearback/embedded-clickhouse';
import { Logger } from '@nestjs/common';
import type { Environment } from '../platform/environment.js';

/** Where ClickHouse speaks HTTP: the server that was named, or the engine that this process brings along. */
export interface ClickHouseEndpoint {
  /** With user and password. Never to be logged; see `shownAs`. */
  readonly url: string;
  readonly shownAs: string;
  close(): Promise<void>;
}

export async function openClickHouse({
  clickHouseUrl,
  dataDirectory,
}: Environment): Promise<ClickHouseEndpoint> {
  if (clickHouseUrl !== undefined) {
    const shown = new URL(clickHouseUrl);
    return { url: clickHouseUrl, shownAs: shown.host, close: () => Promise.resolve() };
  }
  const logger = new Logger('EmbeddedClickHouse');
  const engine = await startEmbeddedClickHouse({
    dataDirectory: join(dataDirectory, 'clickhouse'),
    log: (line) => logger.debug(line),
  });
  const url = new URL(engine.url);
  url.username = engine.username;
  url.password = engine.password;
  return { url: url.href, shownAs: `${url.host} (embedded)`, close: () => engine.close() };
}
