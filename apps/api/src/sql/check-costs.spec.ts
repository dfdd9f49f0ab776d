import { describe, expect, it } from '@jest/globals';
import { tooCostly } from './check-costs.js';
import { costlyFunctions, writtenArguments, writtenNumbers } from './function-costs.js';
import { allowedFunctions } from './functions.js';
import { tokensOf } from './lexer.js';

const why = (sql: string): string | undefined => tooCostly(tokensOf(sql));

describe('the list of functions', () => {
  it('has none that is too costly, and all that are bounded', () => {
    expect([...costlyFunctions.keys()].filter((name) => allowedFunctions.has(name))).toEqual([]);
    const bounded = [...writtenNumbers.keys(), ...writtenArguments.keys()];
    expect(bounded.filter((name) => !allowedFunctions.has(name))).toEqual([]);
  });
});

describe('tooCostly', () => {
  it.each([
    "SELECT repeat('a', 1000), leftPad(x, 10, '0'), lpad(toString(number), 2, '0')",
    "SELECT match(stage, '^On'), x ILIKE '%a%', replaceRegexpAll(stage, '(a|b)', concat(x, 'y'))",
    "SELECT hasAny(flags, ['assumed', 'early']), hasAll(flags, ['assumed']), has(flags, x)",
    'SELECT arrayMap(x -> x + 1, range(number)), arrayFilter((x, y) -> x > y, a, range(3)), range(2)',
    "SELECT arrayMap(x -> concat(x, 'a'), arrayFilter(x -> x != '', flags))",
    'SELECT a.length FROM a WHERE x LIKE concat(y, z)',
  ])('lets %s be asked', (sql) => {
    expect(why(sql)).toBeUndefined();
  });

  it.each([
    ["SELECT editDistance('a', b)", '"editDistance" can’t be used: its cost grows with the product'],
    ['SELECT arrayMap(levenshteinDistance, a, b)', '"levenshteinDistance" can’t be used'],
    ["SELECT repeat('a', 1001)", 'Argument 2 of "repeat" must be written out as a number up to 1000'],
    ["SELECT repeat('a', 10 * 1000)", 'Argument 2 of "repeat"'],
    ["SELECT repeat('a', number)", 'Argument 2 of "repeat"'],
    ["SELECT `repeat`(('a', 'b').1, 1e9)", 'Argument 2 of "repeat"'],
    ["SELECT arrayMap(repeat, ['a'], [1000000])", '"repeat" is a function'],
    ['SELECT space(100000)', 'Argument 1 of "space"'],
    ['SELECT arrayWithConstant(1000000, 1)', 'Argument 1 of "arrayWithConstant"'],
    ["SELECT match('a', stage)", 'Argument 2 of "match" must be written out'],
    ["SELECT match('a', concat('a', 'b'))", 'Argument 2 of "match" must be written out'],
    ['SELECT stage ILIKE team_id', 'The pattern of ILIKE must be written out'],
    ['SELECT hasAll(range(1000), range(1000))', 'Argument 2 of "hasAll" must be written out'],
    ['SELECT arrayFilter(x -> has(range(1000), x), range(1000))', '"has" can’t be used within a lambda'],
    [
      'SELECT arrayMap((x, y) -> (1 + (x, indexOf(a, y)).2), a, b)',
      '"indexOf" can’t be used within a lambda',
    ],
  ])('refuses %s', (sql, reason) => {
    expect(why(sql)).toContain(reason);
  });
});
