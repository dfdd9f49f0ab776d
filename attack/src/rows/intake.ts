import type { AttackRow } from '../row.js';
import { bodyRows } from './bodies.js';
import { eventRows } from './events.js';
import { importRows } from './imports.js';

/** What comes in: files, events, and bodies that do not end. */
export const intakeRows: readonly AttackRow[] = [...importRows, ...eventRows, ...bodyRows];
