import { text } from 'node:stream/consumers';
import type { Service } from './service.js';

/** Prints the rows of a statement; `-` stands for standard input. */
export async function runSql(service: Service, statement: string, format: string): Promise<void> {
  const sql = statement === '-' ? await text(process.stdin) : statement;
  const path = `/api/v1/sql?${new URLSearchParams({ format }).toString()}`;
  await service.stream(path, sql, 'text/plain', process.stdout);
}
