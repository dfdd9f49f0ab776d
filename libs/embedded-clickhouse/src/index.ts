export { startEmbeddedClickHouse, type EmbeddedClickHouse } from './embedded-clickhouse.js';
export { EmbeddedClickHouseStartError } from './child-process.js';
export type { EmbeddedClickHouseOptions } from './options.js';
export type { ReaderLimits } from './reader-limits.js';
