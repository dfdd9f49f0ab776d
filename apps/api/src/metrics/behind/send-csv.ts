import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { csvLine } from '../../platform/csv.js';
import type { BehindRow, BehindStream } from './list-behind.query.js';
import { ownValue } from '../../platform/own-value.js';

/**
 * Sends the whole list as it comes from the store. What fails before the first row is an answer of its own; what fails
 * later breaks the connection off, so that half a list can't be taken for the whole.
 *
 * @param name of the file, without its extension
 */
export async function sendCsv(
  response: Response,
  name: string,
  { columns, rows }: BehindStream,
): Promise<void> {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  response.setHeader('content-type', 'text/csv; charset=utf-8; header=present');
  response.setHeader('content-disposition', `attachment; filename="${name}.csv"`);
  try {
    await pipeline(Readable.from(lines(columns, first, iterator)), response);
  } catch (error) {
    // Whoever asked has gone; there is nobody to tell.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

async function* lines(
  columns: readonly string[],
  first: IteratorResult<BehindRow>,
  rest: AsyncIterator<BehindRow>,
): AsyncGenerator<string> {
  yield csvLine(columns);
  try {
    for (let next = first; next.done !== true; next = await rest.next()) {
      const row = next.value as unknown as Readonly<Record<string, unknown>>;
      yield csvLine(columns.map((column) => ownValue(row, column)));
    }
  } finally {
    await rest.return?.();
  }
}
