/** Injection token of the process's one `ClickHouseClient`, whose database is `hearback`. */
export const CLICKHOUSE = Symbol('clickhouse');

/** Injection token of the {@link ClickHouseEndpoint} that the client talks to. */
export const CLICKHOUSE_ENDPOINT = Symbol('clickhouse-endpoint');
