import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '@clickhouse/client';
import { startEmbeddedClickHouse } from '@hearback/embedded-clickhouse';
import {
  eventually,
  removeDirectory,
  ROOT,
  spawnHearback,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
  type SpawnedHearback,
} from './hearback-process.js';

const SAMPLE = join(ROOT, 'samples/hiring-log');
const FILE = join(SAMPLE, 'hiring-log.csv');
const MAPPING = join(SAMPLE, 'mapping.yaml');

/** Everything but where in the log a record stood and when it came, which differs between two imports. */
const TABLES = {
  stored_events: '* EXCEPT (topic, partition, offset, recorded_time)',
  stored_interviews: '*',
  stored_obligations: '*',
  stored_rejections: '* EXCEPT (topic, partition, offset, appended_at)',
};

let root: string;
let running: HearbackProcess | undefined;
beforeEach(async () => {
  root = await temporaryDirectory();
});
afterEach(async () => {
  await running?.end('SIGKILL');
  running = undefined;
  await removeDirectory(root);
});

const start = async (name: string): Promise<HearbackProcess> =>
  (running = await startHearback({ directory: join(root, name) }));

const importInto = ({ url }: HearbackProcess, file = FILE, mapping = MAPPING): SpawnedHearback =>
  spawnHearback(['--url', url, 'import', file, '--mapping', mapping]);

/** Each table of a service that has ended, as its number of rows and a checksum over all of them. */
async function tablesOf(directory: string): Promise<Record<string, unknown>> {
  const engine = await startEmbeddedClickHouse({ dataDirectory: join(directory, 'clickhouse') });
  const { url, username, password } = engine;
  const client = createClient({ url, username, password, database: 'hearback' });
  try {
    const tables: Record<string, unknown> = {};
    for (const [table, columns] of Object.entries(TABLES)) {
      const result = await client.query({
        query: `SELECT count() AS n, toString(groupBitXor(sipHash64(tuple(*)))) AS checksum FROM (SELECT ${columns} FROM ${table} FINAL)`,
        format: 'JSONEachRow',
      });
      tables[table] = (await result.json())[0];
    }
    return tables;
  } finally {
    await client.close();
    await engine.close();
  }
}

/** Imports the file to its end, ends the service, and gives what its tables hold then. */
async function importedWhole(hearback: HearbackProcess): Promise<Record<string, unknown>> {
  const done = importInto(hearback);
  expect([await done.exited(), done.output()]).toEqual([0, expect.stringContaining('63869 rows')]);
  await hearback.settled();
  await hearback.end();
  return tablesOf(hearback.directory);
}

describe('an import by the command line', () => {
  it('given the service killed in its middle, then it says so, and run again it makes the rows of an undisturbed one', async () => {
    const undisturbed = await importedWhole(await start('undisturbed'));
    expect(undisturbed).toMatchObject({ stored_events: { n: 53_611 }, stored_rejections: { n: 0 } });

    const first = await start('disturbed');
    const broken = importInto(first);
    await eventually(async () => {
      const { imports } = await first.get<{ imports: readonly { counts: { recorded: number } }[] }>(
        '/api/v1/imports',
      );
      if ((imports[0]?.counts.recorded ?? 0) < 10_000) throw new Error('too early');
    });
    await first.end('SIGKILL');
    expect(await broken.exited()).toBe(1);
    expect(broken.output()).toMatch(/went away.*run it again.*not counted twice/);

    expect(await importedWhole(await start('disturbed'))).toEqual(undisturbed);
  });

  it('given a file that can not be used, then the place and the remedy are told and nothing is recorded', async () => {
    const hearback = await start('data');
    const file = join(root, 'rows.csv');
    await writeFile(file, 'case,activity,timestamp\n1,Make Job Offer,2015-01-05T00:00:08+00:00\n');
    const refused = importInto(hearback, file);
    expect(await refused.exited()).toBe(1);
    expect(refused.output()).toMatch(/lacks 1 column\(s\).*"resource".*The file has: "case"/s);

    const mapping = join(root, 'mapping.yaml');
    await writeFile(mapping, 'source: acme\nrules: []\n');
    const unmapped = importInto(hearback, file, mapping);
    expect(await unmapped.exited()).toBe(1);
    expect(unmapped.output()).toMatch(/source: must be a URI.*rules: /s);

    expect(await hearback.get('/api/v1/organisation')).toMatchObject({ events: { count: 0 } });
  });

  it('given rows of which some are bad, then each is told with its line, and the others are recorded', async () => {
    const hearback = await start('data');
    const file = join(root, 'rows.csv');
    await writeFile(file, 'case,activity,resource,timestamp\n1,Make Job Offer,x,5 January\n');
    await appendFile(
      file,
      '2,"Make "Job Offer,x,2015-01-05T00:00:08Z\n3,Make Job Offer,x,2015-01-05T00:00:08Z\n',
    );
    const done = importInto(hearback, file);
    expect(await done.exited()).toBe(1);
    expect(done.output()).toMatch(/line 2, column timestamp: "5 January" is not an ISO 8601 time/);
    expect(done.output()).toMatch(/line 3: a quote is not where it may be/);
    expect(done.output()).toContain('3 rows: 1 events recorded');
  });

  it('given no service, then it says how to start one', async () => {
    const alone = spawnHearback(['--url', 'http://127.0.0.1:9', 'import', FILE, '--mapping', MAPPING]);
    expect(await alone.exited()).toBe(1);
    expect(alone.output()).toMatch(/does not answer at http:\/\/127\.0\.0\.1:9.*npm start/);
  });
});
