import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { HarmlessCsv } from './harmless-csv.js';

const through = (chunks: readonly Buffer[]): Promise<string> =>
  text(Readable.from(chunks).pipe(new HarmlessCsv()));

it.each([
  ['"=1+1",-5,"-5"\n', `"'=1+1",-5,"'-5"\n`],
  ['"+","@x","plain"\r\n', `"'+","'@x","plain"\r\n`],
  ['"\t=1","\r=1","\n=1"\n', `"'\t=1","'\r=1","'\n=1"\n`],
  ['"＝1","＠","－","＋","ﾖ","ｱ"\n', `"'＝1","'＠","'－","'＋","ﾖ","ｱ"\n`],
  ['"a""=1","","""=1"\n"=2"\n', `"a""=1","","""=1"\n"'=2"\n`],
  ['-1.5,+2,\\N,"x,=1"\n', '-1.5,+2,\\N,"x,=1"\n'],
  ['"', '"'],
])(
  'given %j, then texts can be no formula and numbers stay, however the bytes arrive',
  async (csv, harmless) => {
    const bytes = Buffer.from(csv);
    expect(await through([bytes])).toBe(harmless);
    expect(await through([...bytes].map((byte) => Buffer.from([byte])))).toBe(harmless);
  },
);
