import { type ImportCounts } from '../../../api/data-imports.js';

export interface OutcomeLine {
  readonly name: keyof ImportCounts;
  readonly count: number;
  readonly title: string;
  readonly meaning: string;
}

const LINES: readonly Omit<OutcomeLine, 'count'>[] = [
  { name: 'recorded', title: 'Recorded', meaning: 'events that are new, and kept for good by now' },
  {
    name: 'duplicate',
    title: 'Known before',
    meaning: 'events from an earlier import, or twice in this file; they count once',
  },
  {
    name: 'rejected',
    title: 'Refused',
    meaning: 'events whose id is taken by another content, or that are too large',
  },
  { name: 'ignored', title: 'Ignored', meaning: 'rows that no rule takes' },
  { name: 'failed', title: 'Failed', meaning: 'rows that cannot be read, or would make a wrong event' },
];

/** What became of a file's rows and events, in plain words. */
export function outcomeLines(counts: ImportCounts): readonly OutcomeLine[] {
  return LINES.map((line) => ({ ...line, count: counts[line.name] }));
}

/** Bytes as people read them: `1.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: digits })} ${units[unit]}`;
}
