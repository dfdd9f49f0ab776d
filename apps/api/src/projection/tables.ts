/** The tables that are filled from the log, and from nothing else. */
export const PROJECTED = [
  'stored_events',
  'stored_rejections',
  'stored_interviews',
  'stored_obligations',
  'stored_touchpoints',
  'stored_applications',
] as const;

export type ProjectedTable = (typeof PROJECTED)[number];

/** What each of them is called: its own name where readers look, another where a rebuild fills a fresh one. */
export type TableNames = Readonly<Record<ProjectedTable, string>>;

export const LIVE: TableNames = namedBy((table) => table);

export function namedBy(name: (table: ProjectedTable) => string): TableNames {
  return Object.fromEntries(PROJECTED.map((table) => [table, name(table)])) as Record<ProjectedTable, string>;
}
