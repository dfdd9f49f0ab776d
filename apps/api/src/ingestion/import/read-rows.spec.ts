import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { readCsv } from './read-csv.js';
import { readJsonl } from './read-jsonl.js';
import { type ReadRow, type Row } from './row.js';

const NAMES = ['constructor', '__proto__', 'toString'];
const bytes = (text: string): Readable => Readable.from([Buffer.from(text)]);

async function firstOf(batches: AsyncIterable<ReadRow[]>): Promise<Row> {
  for await (const [first] of batches) if (first !== undefined && 'row' in first) return first.row;
  throw new Error('there is no row');
}

it('given columns that are called like what every object inherits, then each keeps its cell', async () => {
  const csv = await firstOf(
    readCsv(
      bytes('constructor,__proto__,toString\na,b,c\n'),
      { delimiter: ',', encoding: 'utf-8' },
      new Map(),
    ),
  );
  const jsonl = await firstOf(readJsonl(bytes('{"constructor":"a","__proto__":"b","toString":"c"}\n')));
  for (const row of [csv, jsonl]) expect(NAMES.map((name) => row.cells.get(name))).toEqual(['a', 'b', 'c']);
});

it('given none of them, then none of them has a cell', async () => {
  const csv = await firstOf(readCsv(bytes('id\n1\n'), { delimiter: ',', encoding: 'utf-8' }, new Map()));
  const jsonl = await firstOf(readJsonl(bytes('{"id":"1"}\n')));
  for (const row of [csv, jsonl])
    expect(NAMES.map((name) => row.cells.get(name))).toEqual([undefined, undefined, undefined]);
});
