import type { Row } from '../row.js';
import { diskRow } from './disk.js';
import { brokerRows } from './broker-away.js';
import { controlRows } from './controls.js';
import { embeddedRows } from './embedded.js';
import { killedRow } from './killed.js';
import { load } from './load.js';
import { poisoned } from './poisoned.js';
import { rebalanced } from './rebalanced.js';
import { rebuilt } from './rebuilt.js';
import { storeRows } from './store-away.js';

/** The lines of the table, in its order. Another fault is another module that gives a {@link Row}. */
export const rows: readonly Row[] = [
  killedRow('killed after read', 'after-read', 'SIGKILL with a batch read and nothing of it written'),
  killedRow(
    'killed after events',
    'after-events',
    'SIGKILL once the events are in, before what is folded from them',
  ),
  killedRow('killed after rows', 'after-rows', 'SIGKILL once some of the folded rows are in'),
  killedRow(
    'killed before commit',
    'before-commit',
    'SIGKILL once all rows are in, before the offset is committed',
  ),
  killedRow('killed after commit', 'after-commit', 'SIGKILL right after the offset was committed'),
  killedRow(
    'killed after rejections',
    'after-rejections',
    'SIGKILL once the rejections of a batch are in',
    10,
  ),
  rebalanced,
  ...brokerRows,
  ...storeRows,
  poisoned,
  ...embeddedRows,
  diskRow,
  rebuilt,
  ...controlRows,
  load,
];
