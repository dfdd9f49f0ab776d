import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { completed, responded } from '@hearback/domain/testing';
import { until } from '../event-log/testing/collector.js';
import { viewNames } from '../dictionary/dictionary.js';
import { Problem } from '../platform/problem.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { Gate } from './gate.js';
import { ReaderRole } from './reader-role.js';
import { LIMITS } from './limits.js';
import { SqlService, type Format } from './sql.service.js';

let test: TestStore;
let service: SqlService;
const role = () => new ReaderRole(test.client, test.endpoint);
beforeAll(async () => {
  test = await startTestStore();
  service = new SqlService(test.client, LIMITS, new Gate(test.store), role(), test.endpoint);
  await test.project(recordsOf([completed({ applicationId: 'a' }), responded({ applicationId: 'a' })]));
});
afterAll(() => test.close());

const none = new AbortController().signal;

async function ask(sql: string, format: Format = 'CSV', by: SqlService = service): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of await by.ask(sql, format, none)) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

async function problemOf(sql: string, by: SqlService = service): Promise<Problem> {
  try {
    throw new Error(`it was answered: ${(await ask(sql, 'CSV', by)).slice(0, 200)}`);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

describe('questions', () => {
  it.each(viewNames)('the view %s can be read', async (view) => {
    expect(await ask(`SELECT count() > -1 FROM ${view}`)).toBe('1\n');
    expect(await ask(`SELECT * FROM hearback.${view} LIMIT 0`, 'CSVWithNames')).toContain('_');
  });

  it.each([
    ['SELECT 1 -- a comment', '1\n'],
    [
      "SELECT 'file(''x'') FROM system.tables; -- {a:b} `' AS `odd name`",
      `"file('x') FROM system.tables; -- {a:b} \`"\n`,
    ],
    ['select 1;', '1\n'],
    ['WITH 2 AS two, t AS (SELECT two AS n) SELECT n + 1 FROM t', '3\n'],
    ['(SELECT 1) UNION ALL (SELECT 1)', '1\n1\n'],
    ["SELECT state FROM obligations WHERE kind IN ('response', 'decision') GROUP BY ALL", '"met"\n'],
    ["SELECT countIf(stage = 'Onsite'), uniqExactIf(team_id, assumed) FROM interviews", '1,0\n'],
    ['SELECT i.stage FROM interviews AS i JOIN responses AS r USING (application_id)', '"Onsite"\n'],
    [
      'SELECT sum(n) OVER (ORDER BY n) AS s FROM (SELECT number AS n FROM numbers(3)) ORDER BY s',
      '0\n1\n3\n',
    ],
    ["SELECT arrayMap(x -> x * 2, [1, 2]), arrayMap(upper, ['a'])", `"[2,4]","['A']"\n`],
    ['SELECT 1 - -1, -2.5e-3, [1][1], (1, 2).1, CASE WHEN 1 THEN 2 END, 1::String', '2,-0.0025,1,1,2,"1"\n'],
    [
      "SELECT toDate('2026-03-29') + INTERVAL 1 WEEK, date_diff('day', toDate('2026-01-01'), toDate('2026-01-03'))",
      '"2026-04-05",2\n',
    ],
    ['SELECT count() FROM interviews WHERE application_id IN (SELECT application_id FROM responses)', '1\n'],
    ["SELECT source FROM events WHERE JSONExtractString(data, 'stage') = 'Onsite' LIMIT 0", ''],
    ['SELECT toString(1) AS constructor, length(toString(constructor)) AS valueOf', '"1",1\n'],
    ["SELECT 'Füße 漢字'", '"Füße 漢字"\n'],
  ])('%s', async (sql, answer) => {
    expect(await ask(sql)).toBe(answer);
  });

  it.each(['JSON', 'JSONEachRow', 'Markdown', 'PrettyCompactNoEscapes', 'Parquet', 'ArrowStream'] as const)(
    'are answered as %s',
    async (format) => {
      expect((await ask('SELECT 1 AS n', format)).length).toBeGreaterThan(5);
    },
  );
});

/** What must not work, by what it tries. Each would do harm, or tell what is nobody's business, if it did. */
const ATTACKS = {
  'other tables': [
    'SELECT * FROM stored_events',
    'SELECT * FROM hearback.stored_events',
    'SELECT * FROM hearback . `stored_events`',
    'SELECT * FROM "stored_events"',
    'SELECT * FROM `stored\\x5fevents`',
    'SELECT * FROM `hearback.stored_events`',
    'SELECT * FROM hearback./* */stored_events',
    'SELECT * FROM obligation_versions',
    'SELECT * FROM schema_migrations',
    'SELECT * FROM interviews WHERE application_id IN stored_events',
    'SELECT (SELECT count() FROM stored_teams)',
    'SELECT 1 UNION ALL SELECT count() FROM generations',
    'SELECT * FROM interviews JOIN stored_interviews USING (interview_id)',
    'WITH interviews AS (SELECT * FROM stored_events) SELECT * FROM interviews',
    'WITH stored_events AS (SELECT 1) SELECT * FROM (SELECT * FROM hearback.stored_events)',
    'SELECT * FROM (SELECT * FROM (SELECT * FROM stored_events))',
    'SELECT * FROM interviews WHERE EXISTS (SELECT * FROM stored_events)',
    'SELECT arrayJoin((SELECT groupArray(data) FROM stored_events))',
    'SELECT 1 FROM interviews ORDER BY (SELECT max(data) FROM stored_events)',
    'FROM stored_events SELECT *',
    'TABLE stored_events',
  ],
  'table functions': [
    "SELECT * FROM merge('hearback', 'stored_events')",
    "SELECT * FROM merge('stored')",
    "SELECT * FROM file('/etc/hostname', 'LineAsString')",
    "SELECT * FROM `file`('/etc/hostname', 'LineAsString')",
    "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 's String')",
    "SELECT * FROM s3('http://127.0.0.1:1/a', 'LineAsString')",
    "SELECT * FROM remote('127.0.0.1', 'hearback', 'stored_events')",
    "SELECT * FROM cluster('default', hearback.stored_events)",
    "SELECT * FROM mergeTreeIndex('hearback', 'stored_events')",
    "SELECT * FROM executable('id', 'TSV', 's String')",
    "SELECT * FROM sqlite('/tmp/x', 'y')",
    'SELECT * FROM view(SELECT * FROM stored_events)',
    "SELECT * FROM format('CSV', '1')",
    "SELECT * FROM dictionary('d')",
    'SELECT * FROM (EXPLAIN SELECT * FROM stored_events)',
    'SELECT * FROM loop(stored_events)',
  ],
  functions: [
    "SELECT file('/etc/hostname')",
    "SELECT `file`('/etc/hostname')",
    "SELECT /**/file/**/('/etc/hostname')",
    "SELECT arrayMap(file, ['/etc/hostname'])",
    "SELECT arrayMap(`file`, ['/etc/hostname'])",
    "SELECT arrayMap(x -> file(x), ['/etc/hostname'])",
    "SELECT * APPLY file FROM (SELECT '/etc/hostname')",
    "SELECT * APPLY(x -> file(x)) FROM (SELECT '/etc/hostname')",
    "SELECT COLUMNS('.') APPLY (file) FROM (SELECT '/etc/hostname')",
    "SELECT dictGet('d', 'a', 1)",
    "SELECT joinGet('hearback.stored_events', 'data', 'x')",
    "SELECT hasColumnInTable('hearback', 'stored_events', 'data')",
    'SELECT sleep(3)',
    'SELECT sleepEachRow(3) FROM numbers(3)',
    "SELECT getSetting('max_memory_usage')",
    "SELECT getServerSetting('path')",
    'SELECT currentUser(), hostName(), serverUUID()',
    "SELECT catboostEvaluate('/etc/hostname', 1)",
    'SELECT filesystemAvailable()',
    "SELECT arrayReduce('sum', [1])",
    "SELECT formatRow('Template', 1)",
    'SELECT addressToLine(1)',
    "SELECT throwIf(1, 'x')",
  ],
  'the catalogue': [
    'SELECT * FROM system.tables',
    'SELECT * FROM system.processes',
    'SELECT * FROM `system`.`users`',
    'SELECT * FROM `system.tables`',
    'SELECT * FROM information_schema.tables',
    'SELECT * FROM INFORMATION_SCHEMA.COLUMNS',
    'SELECT 1 WHERE 1 IN (system.one)',
    'SHOW TABLES',
    'SHOW CREATE TABLE obligations',
    'SHOW PROCESSLIST',
    'DESCRIBE TABLE stored_events',
    'EXPLAIN SELECT 1',
    'EXISTS TABLE stored_events',
    'SHOW COLUMNS FROM obligations',
  ],
  'changes and settings': [
    'SELECT 1 SETTINGS max_execution_time = 0',
    'SELECT * FROM (SELECT 1 SETTINGS max_execution_time = 0)',
    'SELECT 1 SETTINGS readonly = 0',
    'SET readonly = 0',
    'SET ROLE owner',
    'USE system',
    "SELECT 1 INTO OUTFILE '/tmp/hearback-attack'",
    "(SELECT 1) INTO OUTFILE '/tmp/hearback-attack'",
    "SELECT 1 INTO/**/OUTFILE '/tmp/hearback-attack' FORMAT CSV",
    'SELECT 1 FORMAT Null',
    'INSERT INTO stored_events SELECT * FROM stored_events',
    'WITH 1 AS x INSERT INTO stored_teams SELECT x',
    'DROP TABLE stored_events',
    'TRUNCATE TABLE stored_events',
    'CREATE VIEW mine AS SELECT 1',
    'CREATE TEMPORARY TABLE interviews AS SELECT 1',
    'ALTER TABLE stored_events DELETE WHERE 1',
    'OPTIMIZE TABLE stored_events FINAL',
    'SYSTEM SHUTDOWN',
    'KILL QUERY WHERE 1 ASYNC',
    'GRANT SELECT ON *.* TO default',
    'ATTACH TABLE x',
    "BACKUP DATABASE hearback TO File('x')",
  ],
  'several statements and quoting': [
    'SELECT 1; SELECT 2',
    'SELECT 1; DROP TABLE stored_events',
    "SELECT '\\'; DROP TABLE stored_events; --'; SELECT 1",
    'SELECT {x:Identifier} FROM interviews',
    'SELECT {x:String}',
    'SELECT @@version',
    'SELECT $$a$$; SELECT 1',
    'SELECT 1 /* */ ; /* */ SELECT 2',
    '',
    ';',
    '-- nothing',
    'SELEC 1',
    'SELECT ‘a’ FROM',
    '\u0000',
    `SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`,
  ],
};

describe.each(Object.entries(ATTACKS))('given a statement that tries %s', (_what, statements) => {
  it.each(statements)('then it is refused with the views that there are: %s', async (sql) => {
    const problem = await problemOf(sql);
    expect([400, 403]).toContain(problem.status);
    if (problem.status === 403) expect(problem.toJSON()).toMatchObject({ views: viewNames });
  });
});

it('given all of these, then nothing has changed', async () => {
  const { existsSync } = await import('node:fs');
  expect(existsSync('/tmp/hearback-attack')).toBe(false);
  expect(await ask('SELECT count() FROM events')).toBe('2\n');
  expect(await test.store.rows("SELECT name FROM system.tables WHERE name = 'mine'")).toEqual([]);
});

describe('the engine itself, without the gate in front of it', () => {
  const ofTables = ATTACKS['other tables'].filter((sql) => !/x5f|`hearback\.stored|^TABLE/.test(sql));

  it.each([...ofTables, ...ATTACKS['table functions'].slice(2, 5)])('denies %s', async (query) => {
    const name = await role().name();
    const asked = test.client.query({ query, role: name, clickhouse_settings: { readonly: '1' } });
    await expect(asked.then((result) => result.text())).rejects.toMatchObject({ code: '497' });
  });
});

describe('limits', () => {
  const within = (limits: Partial<typeof LIMITS>) =>
    new SqlService(test.client, { ...LIMITS, ...limits }, new Gate(test.store), role(), test.endpoint);

  it('given a question without end, then it is given up after the time', async () => {
    const begin = performance.now();
    const slow = within({ seconds: 1 });
    expect(await problemOf('SELECT max(number) FROM numbers(1e12)', slow)).toMatchObject({
      status: 422,
      detail: 'It takes longer than 1 s. Ask about fewer rows.',
    });
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('given more rows than allowed, then none come', async () => {
    const few = within({ rows: 10 });
    expect(await ask('SELECT * FROM numbers(10)', 'CSV', few)).toHaveLength(20);
    expect(await problemOf('SELECT * FROM numbers(11)', few)).toMatchObject({ status: 422 });
    expect(await problemOf('SELECT * FROM numbers(1e12)', few)).toMatchObject({ status: 422 });
  });

  it('given more memory than allowed, then it is given up', async () => {
    const small = within({ memoryBytes: 32 * 1024 * 1024 });
    expect(await problemOf('SELECT length(groupArray(number)) FROM numbers(1e8)', small)).toMatchObject({
      status: 422,
      detail: 'It needs more than 32 MiB of memory. Group by less, or filter more.',
    });
  });

  it('given the asker goes away, then the engine stops, and the place is free again', async () => {
    const one = within({ concurrent: 1 });
    const gone = new AbortController();
    const asked = one.ask('SELECT max(sipHash64(number)) FROM numbers(1e12)', 'CSV', gone.signal);
    const running = () =>
      test.store.rows(
        "SELECT 1 FROM system.processes WHERE query LIKE 'SELECT%sipHash64(number)%' AND query NOT LIKE '%processes%'",
      );
    let failure: unknown;
    asked.catch((error: unknown) => (failure = error));
    await until(async () => failure !== undefined || (await running()).length > 0, 'the engine to begin');
    expect(failure).toBeUndefined();
    expect(await problemOf('SELECT 1', one)).toMatchObject({ status: 429 });
    gone.abort();
    await expect(asked).rejects.toThrow();
    await until(async () => (await running()).length === 0, 'the engine to end the question');
    // Whoever looks whether it has ended looks every two seconds at last.
    let answer: string | undefined;
    await until(async () => {
      answer = await ask('SELECT 1', 'CSV', one).catch((error: unknown) => {
        expect(error).toMatchObject({ status: 429 });
        return undefined;
      });
      return answer !== undefined;
    }, 'a free place');
    expect(answer).toBe('1\n');
  });

  it('given a mistake in the question, then the engine says which', async () => {
    expect(await problemOf('SELECT no_such_column FROM interviews')).toMatchObject({
      status: 400,
      detail: expect.stringContaining('no_such_column') as unknown as string,
    });
  });
});
