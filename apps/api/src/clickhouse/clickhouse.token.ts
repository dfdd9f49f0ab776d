/** Injection token of the process's one `ClickHouseClient`, whose database is `hearback`. */
export const CLICKHOUSE = Symbol('clickhouse');
