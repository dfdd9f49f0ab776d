// Runs the same two statements in one shared chdb session and through the child's Engine, and prints what the
// second statement answered. In a process of its own: the engine can't live in jest's.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from 'chdb';
import { Engine } from '../../dist/child/engine.js';

const directory = process.argv[2];
const failing = `SELECT number, throwIf(number = 400000) FROM numbers(500000) SETTINGS max_block_size = 1000`;
const innocent = `SELECT 'CLEAN'`;

const engine = new Engine(join(directory, 'data'), 1_000_000_000);
const call = (sql) => engine.run({ preamble: 'SET max_threads = 2', sql, format: 'CSV', comment: 'probe' });
const text = (answer) => Buffer.from(answer.bytes).toString();
const failed = await call(failing).then(
  () => false,
  () => true,
);
const throughEngine = text(await call(innocent));

const shared = new Session(engine.directory);
await shared.queryAsync(failing).catch(() => undefined);
const throughShared = (await shared.queryAsync(innocent)).text();
shared.close();
engine.close();
rmSync(directory, { recursive: true, force: true });

process.stdout.write(JSON.stringify({ failed, throughEngine, throughSharedBytes: throughShared.length }));
