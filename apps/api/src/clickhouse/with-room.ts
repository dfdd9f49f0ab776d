import type { ClickHouseClient } from '@clickhouse/client';

const NEEDS_ROOM: ReadonlySet<string | symbol> = new Set(['query', 'exec', 'insert', 'command']);

/**
 * The same client, which asks nothing of an engine on a disk that is nearly full: results go through files there, too.
 *
 * @param check throws where there is not enough room
 */
export function withRoom(client: ClickHouseClient, check: () => void): ClickHouseClient {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const method = value as (...given: unknown[]) => Promise<unknown>;
      if (!NEEDS_ROOM.has(name)) return method.bind(target);
      return async (...given: unknown[]) => {
        check();
        return Reflect.apply(method, target, given);
      };
    },
  });
}
