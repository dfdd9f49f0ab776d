import { createServer, type AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  eventually,
  removeDirectory,
  ROOT,
  spawnHearback,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';

/** Loaded into the service's process before its own program; each signal has real libraries, or Node itself, print. */
const PROVOCATIONS = `
import { createRequire } from 'node:module';
import { join } from 'node:path';
const require = createRequire(${JSON.stringify(join(ROOT, 'package.json'))});
const steps = [
  async () => {
    process.emitWarning('warned on purpose', 'DeprecationWarning', 'DEP_PURPOSE');
    console.error('failed on purpose\\n%s', new Error('second line'));
    console.table([{ on: 'purpose' }]);
    const { createClient, ClickHouseLogLevel } = require('@clickhouse/client');
    await createClient({ url: 'http://127.0.0.1:9', log: { level: ClickHouseLogLevel.TRACE } }).ping();
    const { Kafka } = require('kafkajs');
    const kafka = new Kafka({ brokers: ['127.0.0.1:9'], retry: { retries: 0 } });
    await kafka.admin().connect().catch(() => undefined);
    const lmdb = require('lmdb').open({ path: join(process.env.HEARBACK_DATA, 'on-purpose') });
    await lmdb.openDB({ name: 'named' }).deleteDB();
    const { createTransport } = require('nodemailer');
    await createTransport({ host: '127.0.0.1', port: 9, logger: true }).verify().catch(() => undefined);
    console.log('done on purpose');
  },
  () => Promise.reject(new Error('rejected on purpose')),
];
process.on('SIGUSR2', () => void steps.shift()());
`;

/** Valid, and with a key that is a list, which the parser makes a text of. */
const MAPPING = `
source: urn:acme:export
rules:
  - event: application.closed
    time: "{End}"
    data:
      applicationId: { column: A, values: { ? [a, b] : c, "1": a-1 } }
      outcome: hired
`;

interface Line {
  readonly level: string;
  readonly time: string;
  readonly message: string;
  readonly context?: string;
  readonly [field: string]: unknown;
}

/** Each line that was printed; one that is not JSON, or lacks what every line of the log has, fails. */
function linesOf(output: string): Line[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const parsed = JSON.parse(line) as Line;
      expect(parsed).toMatchObject({
        level: expect.stringMatching(/^(fatal|error|warn|log|debug|verbose)$/) as unknown,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        message: expect.any(String) as unknown,
        pid: expect.any(Number) as unknown,
      });
      return parsed;
    });
}

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

describe('a service whose output is no terminal', () => {
  let service: HearbackProcess;
  afterEach(() => service.end('SIGKILL'));

  const printed = (what: string): Promise<void> =>
    eventually(async () => {
      if (!service.output().includes(what)) throw new Error(`not printed: ${what}`);
      await Promise.resolve();
    });

  it('given libraries, Node and an error that nobody handles, then each prints one JSON object a line', async () => {
    const program = join(directory, 'provocations.mjs');
    await writeFile(program, PROVOCATIONS);
    service = await startHearback({
      directory: join(directory, 'data'),
      environment: { NODE_OPTIONS: `--import=${pathToFileURL(program).href}` },
    });
    process.kill(service.pid, 'SIGUSR2');
    await printed('done on purpose');
    process.kill(service.pid, 'SIGUSR2');
    await printed('rejected on purpose');

    // With the signal too late, it has ended by itself.
    expect(await service.end('SIGCONT')).toBe(1);
    const lines = linesOf(service.output());
    const about = (text: string): Line[] => lines.filter(({ message }) => message.includes(text));
    expect(about('warned on purpose')).toMatchObject([
      { level: 'warn', context: 'process', code: 'DEP_PURPOSE', stack: expect.any(String) as unknown },
    ]);
    expect(about('failed on purpose')).toMatchObject([{ level: 'error', context: 'console' }]);
    expect(about('failed on purpose')[0]?.message).toMatch(/^failed on purpose\nError: second line\n +at /);
    expect(about("'purpose'")).toMatchObject([{ level: 'warn', context: 'console' }]);
    expect(about('@clickhouse/client').length).toBeGreaterThan(0);
    expect(about('Failed to connect to seed broker')).not.toEqual([]);
    expect(about('Creating transport: nodemailer')).not.toEqual([]);
    expect(about('deleteDB() is deprecated')).toMatchObject([{ level: 'warn', context: 'console' }]);
    expect(about('rejected on purpose')).toMatchObject([
      { level: 'fatal', context: 'process', stack: expect.stringContaining('provocations.mjs') as unknown },
    ]);
  });

  it('given a broker and a server that are away, then what is said of them is JSON, and it goes on', async () => {
    const port = await unusedPort();
    service = await startHearback({
      directory,
      environment: {
        KAFKA_BROKERS: `127.0.0.1:${port}`,
        CLICKHOUSE_URL: `http://default:secret@127.0.0.1:${port}`,
        LOG_LEVEL: 'debug',
      },
    });
    await printed('kafkajs BrokerPool: Failed to connect to seed broker');
    await printed("doesn't take or give records at the moment");
    const lines = linesOf(service.output());
    expect(lines.filter(({ message }) => message.startsWith('kafkajs '))[0]).toMatchObject({
      level: 'debug',
      context: 'EventLog',
      logger: 'kafkajs',
    });
    expect(service.output()).not.toContain('secret');
  });

  it('given a mapping that the parser of YAML warns about, then the warning is JSON too', async () => {
    service = await startHearback({ directory });
    const body = new FormData();
    body.append('mapping', new Blob([MAPPING]), 'mapping.yaml');
    body.append('file', new Blob(['A,End\n1,2026-03-01T10:00:00Z\n']), 'rows.csv');
    const response = await fetch(`${service.url}/api/v1/imports`, { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([201, expect.any(String)]);
    await printed('Keys with collection values');
    expect(
      linesOf(service.output()).filter(({ message }) => message.includes('collection values')),
    ).toMatchObject([{ level: 'warn', context: 'imports' }]);
  });
});

it('given mistakes in the environment and no terminal, then one line of JSON says all of them', async () => {
  const child = spawnHearback(['serve'], { PORT: 'x', KAFKA_BROKERS: 'nowhere', HEARBACK_DATA: directory });
  expect(await child.exited()).toBe(1);
  const lines = linesOf(child.output());
  expect(lines).toMatchObject([{ level: 'fatal', context: 'serve' }]);
  expect(lines[0]?.message).toMatch(
    /^Hearback could not start\.\n.*2 problem\(s\)[\s\S]*PORT[\s\S]*KAFKA_BROKERS/,
  );
});

/** One on which nothing listens. */
async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
