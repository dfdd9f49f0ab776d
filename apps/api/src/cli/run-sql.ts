import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Service } from './service.js';
import { VisibleText } from './terminal.js';

const BINARY = new Set(['Parquet', 'ArrowStream']);

/** Prints the rows of a statement; `-` stands for standard input. On a terminal, nothing in them is obeyed. */
export async function runSql(
  service: Service,
  statement: string,
  format: string,
  raw = false,
): Promise<void> {
  const sql = statement === '-' ? await text(process.stdin) : statement;
  const path = `/api/v1/sql?${new URLSearchParams({ format, raw: String(raw) }).toString()}`;
  if (!process.stdout.isTTY || BINARY.has(format)) {
    await service.stream(path, sql, 'text/plain', process.stdout);
    return;
  }
  const shown = new VisibleText();
  const written = pipeline(shown, process.stdout, { end: false });
  await service.stream(path, sql, 'text/plain', shown).finally(() => shown.end());
  await written;
}
