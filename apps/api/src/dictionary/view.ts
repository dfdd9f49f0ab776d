/** What a column of a view holds. */
export interface Column {
  readonly name: string;
  /** As ClickHouse calls it. */
  readonly type: string;
  /** Of a number; none for ids, texts and flags. */
  readonly unit?: string;
  readonly meaning: string;
}

/** A view that analysts may read. */
export interface View {
  readonly name: string;
  /** What one row stands for. */
  readonly row: string;
  readonly columns: readonly Column[];
}

const INSTANT = "DateTime64(3, 'UTC')";

/** A column of the type that most texts have. */
export const text = (name: string, meaning: string): Column => ({ name, type: 'String', meaning });
/** A text of which there are few different ones. */
export const label = (name: string, meaning: string): Column => ({
  name,
  type: 'LowCardinality(String)',
  meaning,
});
export const instant = (name: string, meaning: string): Column => ({ name, type: INSTANT, meaning });
export const maybeInstant = (name: string, meaning: string): Column => ({
  name,
  type: `Nullable(${INSTANT})`,
  meaning,
});
export const flag = (name: string, meaning: string): Column => ({ name, type: 'UInt8', meaning });
export const number = (name: string, type: string, unit: string, meaning: string): Column => ({
  name,
  type,
  unit,
  meaning,
});
