import { join } from 'node:path';
import { startEmbeddedClickHouse } from '@hearback/embedded-clickhouse';
import { Logger } from '@nestjs/common';
import { viewNames } from '../dictionary/dictionary.js';
import type { Environment } from '../platform/environment.js';
import { FreeSpace } from '../platform/free-space/free-space.js';
import { DATABASE } from './client.js';

/** Where ClickHouse speaks HTTP: the server that was named, or the engine that this process brings along. */
export interface ClickHouseEndpoint {
  /** With user and password. Never to be logged; see `shownAs`. */
  readonly url: string;
  readonly shownAs: string;
  /** Whether other processes may use the same store. */
  readonly isShared?: boolean;
  /** A role that may read the documented views and nothing else; a server has none from the start. */
  readonly readerRole?: string;
  /** Until when those with that role had better not ask, in ms since the epoch: one of them cost a restart. */
  readersPausedUntil?(): number;
  /** @throws NotEnoughRoom where it writes to a disk of this process that is nearly full */
  readonly checkRoom: () => void;
  close(): Promise<void>;
}

export async function openClickHouse(
  environment: Environment,
  space = new FreeSpace(environment),
): Promise<ClickHouseEndpoint> {
  const { clickHouseUrl, dataDirectory } = environment;
  const checkRoom = (): void => space.check('figures');
  if (clickHouseUrl !== undefined) {
    const shown = new URL(clickHouseUrl);
    return {
      url: clickHouseUrl,
      shownAs: shown.host,
      isShared: true,
      checkRoom,
      close: () => Promise.resolve(),
    };
  }
  const logger = new Logger('EmbeddedClickHouse');
  const engine = await startEmbeddedClickHouse({
    dataDirectory: join(dataDirectory, 'clickhouse'),
    readerGrants: viewNames.map((view) => `SELECT ON ${DATABASE}.${view}`),
    keepFreeBytes: space.reserve.engine,
    log: (line) => logger.debug(line),
  });
  const url = new URL(engine.url);
  url.username = engine.username;
  url.password = engine.password;
  return {
    url: url.href,
    shownAs: `${url.host} (embedded)`,
    readerRole: 'reader',
    readersPausedUntil: () => engine.readersPausedUntil(),
    checkRoom,
    close: () => engine.close(),
  };
}
