import { describe, expect, it } from '@jest/globals';
import { readStatement } from './statement.js';

describe('readStatement', () => {
  it.each([
    ['select 1', 'rows'],
    ['  -- a comment\n/* another */ WITH 1 AS x SELECT x', 'rows'],
    ['(select 1) union all (select 2)', 'rows'],
    ['from numbers(3) select number', 'rows'],
    ['show tables', 'command'],
    ['create table t (a UInt8) engine = Memory', 'command'],
    ['insert into t select * from s', 'command'],
    ['insert into t (a) with 1 as x select x', 'command'],
    ['with 1 as x insert into t select x', 'command'],
    ['insert into t', 'command'],
    ['', 'empty'],
    ['  -- nothing', 'empty'],
    [';', 'empty'],
  ])('takes %j for %s', (sql, kind) => {
    expect(readStatement(sql).kind).toBe(kind);
  });

  it.each([
    ['select 1 format JSON', 'JSON'],
    ['select 1 FORMAT JSONEachRow settings max_threads = 1', 'JSONEachRow'],
    ['select 1 settings max_threads = 1 format CSV;', 'CSV'],
    ['select 1 as format', undefined],
    ['select 1 as format limit 1', undefined],
    ["select 'format JSON'", undefined],
    ['select (select 1 format JSON)', undefined],
    ['select 1 -- format JSON', undefined],
    ['select `format JSON` from t', undefined],
    ["select $x$ ' format JSON $x$", undefined],
  ])('finds the format of %j: %s', (sql, name) => {
    const statement = readStatement(sql);
    expect(statement.kind === 'rows' ? statement.format?.name : 'not rows').toBe(name);
  });

  it('leaves out a closing semicolon and what follows it', () => {
    const sql = 'select 1 ; -- done';
    expect(readStatement(sql)).toMatchObject({ kind: 'rows', end: 'select 1'.length });
  });

  it.each([
    'select 1; select 2',
    'create table t (a UInt8) engine = Memory; drop table t',
    'insert into t select 1; drop table t',
  ])('refuses several statements: %j', (sql) => {
    expect(() => readStatement(sql)).toThrow(/Code: 62\..*Multi-statements/);
  });

  it('refuses to write or read files of the machine', () => {
    expect(() => readStatement("select 1 into outfile '/tmp/x' format JSON")).toThrow(/Code: 358\./);
    expect(() => readStatement("insert into t from infile '/etc/passwd' format LineAsString")).toThrow(
      /Code: 78\./,
    );
  });

  it.each([
    ['insert into t format JSONEachRow {"a":1}', '{"a":1}', 'insert into t | format JSONEachRow'],
    [
      'INSERT INTO db.t (a, `values`) FORMAT CSV\r\n1,2',
      '1,2',
      'INSERT INTO db.t (a, `values`) | FORMAT CSV',
    ],
    [
      'insert into t settings async_insert=0 format TSV\n\n1',
      '\n1',
      'insert into t | settings async_insert=0 format TSV',
    ],
    ['insert into "values" values (1)', ' (1)', 'insert into "values" | '],
    ['insert into values values (1)', ' (1)', 'insert into values | '],
    [
      "insert into function file('x', 'format') format TSV\n1",
      '1',
      "insert into function file('x', 'format') | format TSV",
    ],
    ['insert into t settings x = 1 values (1)', ' (1)', 'insert into t | settings x = 1 '],
  ])('finds the data of %j', (sql, data, parts) => {
    const statement = readStatement(sql);
    if (statement.kind !== 'insert-data') throw new Error(`taken for ${statement.kind}`);
    const { infileAt, headEnd, dataAt } = statement.insert;
    expect(sql.slice(dataAt)).toBe(data);
    expect(`${sql.slice(0, infileAt)}| ${sql.slice(infileAt, headEnd)}`).toBe(parts);
  });

  it('does not read the data, whatever is in it', () => {
    const statement = readStatement('insert into t format JSONEachRow {"a":"; drop table t"} \' unclosed');
    expect(statement.kind).toBe('insert-data');
  });
});
