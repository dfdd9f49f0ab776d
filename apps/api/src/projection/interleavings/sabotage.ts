import type { Sabotage } from './simulate.js';
import type { Row } from './table-model.js';

/**
 * The negative controls: each takes away one of the things that delivery rests on, as those of `npm run chaos` do on real
 * parts. A comparison that finds no harm in them would find none anywhere.
 */
export const CONTROLS: Readonly<Record<string, Sabotage>> = {
  'commit first': { commitsFirst: true },
  'no version rule': {
    rewrite: () => (_table, rows) => rows.map((row) => ('version' in row ? { ...row, version: 0 } : row)),
  },
  'rejections dropped': {
    rewrite: () => (table, rows) => (table === 'stored_rejections' ? [] : rows),
  },
  'rows appended': { rewrite: appending },
};

/** A second row for the same place in the log gets a place of its own, far beyond its end. */
function appending(): (table: string, rows: readonly Row[]) => readonly Row[] {
  const written = new Set<string>();
  return (table, rows) => {
    if (table !== 'stored_rejections') return rows;
    return rows.map((row) => {
      const place = `${row['partition'] as number}/${row['offset'] as string}`;
      if (written.has(place)) return { ...row, offset: `1000000${row['offset'] as string}` };
      written.add(place);
      return row;
    });
  };
}
