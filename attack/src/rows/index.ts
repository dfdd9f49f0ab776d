import type { AttackRow } from '../row.js';
import { controlRows } from './controls.js';
import { diskRow } from './disk.js';
import { intakeRows } from './intake.js';
import { sqlRows } from './sql.js';

/** The lines of the table, in its order. Another attack is another module that gives an {@link AttackRow}. */
export const rows: readonly AttackRow[] = [...controlRows, ...sqlRows, ...intakeRows, diskRow];
