/** How an imported file is written. */
export type ImportFormat = 'csv' | 'jsonl';
