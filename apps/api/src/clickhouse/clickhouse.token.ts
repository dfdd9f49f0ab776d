/** Injection token of the process's one `ClickHouseClient`, whose database is `hearback`. */
export const CLICKHOUSE = Symbol('clickhouse');

/** Injection token of the same client, for what must go on while the {@link Gate} is closed to everybody else. */
export const CLICKHOUSE_UNGATED = Symbol('clickhouse-ungated');

/** Injection token of the {@link ClickHouseEndpoint} that the client talks to. */
export const CLICKHOUSE_ENDPOINT = Symbol('clickhouse-endpoint');
