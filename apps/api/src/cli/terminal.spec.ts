import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { printVisibly, visible, VisibleText } from './terminal.js';

const NASTY = 'a\u001b]0;owned\u0007b\u009b31mc\u202egnp.exe\u2066\u2028\r\u007f';
const SHOWN = 'a\\u001b]0;owned\\u0007b\\u009b31mc\\u202egnp.exe\\u2066\\u2028\\u000d\\u007f';

it('given what a terminal would obey, then it is shown; lines and other writing stay', () => {
  expect(visible(NASTY)).toBe(SHOWN);
  expect(visible('فريق\nZürich 🚀')).toBe('فريق\nZürich 🚀');
});

it('given JSON, then it stays the same JSON', () => {
  const json = JSON.stringify({ name: NASTY });
  expect(visible(json)).not.toMatch(/[\u007f-\u009f\u202e]/);
  expect(JSON.parse(visible(json))).toEqual({ name: NASTY });
});

it('given anything that is printed, then it passes through that', () => {
  const lines: unknown[][] = [];
  const console = {
    log: (...values: unknown[]) => void lines.push(values),
    error: (...values: unknown[]) => void lines.push(values),
  };
  printVisibly(console);
  console.log(NASTY, 1);
  console.error(NASTY);
  expect(lines).toEqual([[SHOWN, 1], [SHOWN]]);
});

it('given a stream, also cut within a character, then the same, and tabs stay', async () => {
  const bytes = Buffer.from(`x\t${NASTY}\r\nü\t1\n`);
  const chunks = [...bytes].map((byte) => Buffer.from([byte]));
  expect(await text(Readable.from(chunks).pipe(new VisibleText()))).toContain(`x\ta\\u001b]0;owned`);
  expect(await text(Readable.from([bytes]).pipe(new VisibleText()))).toBe(`x\t${SHOWN}\nü\t1\n`);
});
