import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { compileMapping, type CompiledMapping } from './compiled-mapping.js';
import { MappingError, parseMapping, type MappingFault } from './mapping.js';
import { eventIdOf, type Cell } from './row.js';

const NOW = '2026-03-10T00:00:00.000Z';

const compile = (yaml: string): CompiledMapping => compileMapping(parseMapping(yaml));

function faultsOf(yaml: string): readonly MappingFault[] {
  try {
    compile(yaml);
  } catch (error) {
    if (error instanceof MappingError) return error.faults;
    throw error;
  }
  throw new Error('expected the mapping to be refused');
}

const withData = (data: string, more = ''): string => `
source: urn:acme
${more}
rules:
  - event: response.sent
    time: "{at}"
    data: { applicationId: "{app}", kind: feedback, channel: email, ${data} }
`;

const cellsOf = (cells: Record<string, Cell>): ReadonlyMap<string, Cell> => new Map(Object.entries(cells));

const outcome = (yaml: string, cells: Record<string, Cell>): unknown =>
  compile(yaml).eventsOf(
    { line: 2, cells: cellsOf({ app: 'A1', at: '2026-03-01T10:00:00Z', ...cells }) },
    NOW,
  );

const dataOf = (yaml: string, cells: Record<string, Cell>): unknown => {
  const result = outcome(yaml, cells) as { readonly events?: readonly { readonly data: unknown }[] };
  return result.events?.[0]?.data ?? result;
};

describe('the mapping of the sample', () => {
  it('fits', () => {
    const file = new URL('../../../../../samples/hiring-log/mapping.yaml', import.meta.url);

    expect([...compile(readFileSync(file, 'utf8')).columns.keys()].sort()).toEqual([
      'activity',
      'case',
      'resource',
      'timestamp',
    ]);
  });
});

describe('a mapping that can’t be used', () => {
  it('is told with every fault of its shape at once', () => {
    const faults = faultsOf(`
source: acme
csv: { delimiter: "tab", encoding: latin-17 }
times: { zone: Berlin }
rulez: []
rules:
  - event: interview.complete
    when: { status: {} }
    time: { column: a, template: b }
    data: { applicationId: [ { id: { columm: x } } ] }
`);

    expect(faults.map(({ path }) => path).sort()).toEqual([
      '',
      'csv.delimiter',
      'csv.encoding',
      'rules.0.data.applicationId.0.id',
      'rules.0.data.applicationId.0.id',
      'rules.0.event',
      'rules.0.time',
      'rules.0.when.status',
      'source',
      'times.zone',
    ]);
    expect(faults.find(({ path }) => path === 'rules.0.event')?.message).toContain(
      'Did you mean "interview.completed"?',
    );
  });

  it('is told with every place where it does not fit its events', () => {
    const faults = faultsOf(`
source: urn:acme
rules:
  - event: interview.completed
    time: { column: at, format: "dd.MM.yyyy" }
    data:
      applicationId: "{app"
      teamID: "{team}"
      interviewers: "{panel}"
      stage: [ { id: x } ]
      jobTitle: { column: job, format: iso }
      startedAt: yesterday
`);

    expect(faults).toEqual([
      { path: 'rules.0.time', message: expect.stringContaining('name no zone') as unknown },
      { path: 'rules.0.data.applicationId', message: 'a single "{" in "{app"; write it twice' },
      {
        path: 'rules.0.data.teamID',
        message: 'hearback.interview.completed.v1 has no such field. Did you mean "teamId"?',
      },
      { path: 'rules.0.data.interviewers', message: 'must be a list of records' },
      { path: 'rules.0.data.stage', message: 'must not be a list' },
      { path: 'rules.0.data.jobTitle', message: '"format" and "zone" are for fields that hold a time' },
      {
        path: 'rules.0.data.startedAt',
        message: expect.stringContaining('"yesterday" is not an ISO') as unknown,
      },
      {
        path: 'rules.0.data.interviewId',
        message:
          'is missing; hearback.interview.completed.v1 needs it. Name the column that holds it, like interviewId: "{Column}"',
      },
      {
        path: 'rules.0.data.endedAt',
        message:
          'is missing; hearback.interview.completed.v1 needs it. Name the column that holds it, like endedAt: "{Column}"',
      },
    ]);
  });

  it('is told of its own words that no field could hold, before any row is read', () => {
    const yaml = withData(
      'wordCount: { column: words, default: none }, automated: { column: auto, values: { ja: perhaps } }',
    );

    expect(faultsOf(yaml)).toEqual([
      { path: 'rules.0.data.wordCount', message: '"none" is not a number' },
      { path: 'rules.0.data.automated', message: expect.stringContaining('neither yes nor no') as unknown },
    ]);
    expect(faultsOf(yaml.replace('time: "{at}"', 'time: { column: at, zone: Berlin }'))).toEqual([
      { path: 'rules.0.time.zone', message: expect.stringContaining('IANA') as unknown },
    ]);
  });

  it('is told in words what is missing, where, and how a right one looks', () => {
    const faults = faultsOf(`
source: urn:acme
csv: { delimeter: ";" }
rules:
  - tiem: "{at}"
    data: { applicationId: { colum: app }, outcome: }
  - { event: application.closed, time: [at], when: done, data: "{app}" }
`);

    expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'csv: no key is called "delimeter" here. Did you mean "delimiter"?',
      'rules.0.event: is missing; it must name an event of the catalogue, like event: interview.completed',
      'rules.0.time: is missing; it must say when the event happened, like "{End}" for the cell of the column End, or { column: End, format: "dd.MM.yyyy HH:mm", zone: Europe/Berlin }',
      'rules.0.data.applicationId: no key is called "colum" here. Did you mean "column"?',
      'rules.0.data.applicationId: must have exactly one of "column", "template" and "constant", like "{End}" for the cell of the column End, or { column: End }',
      'rules.0.data.outcome: is missing; it must say where the value comes from, like "{End}" for the cell of the column End, or { column: End }',
      'rules.0: no key is called "tiem" here. Did you mean "time"?',
      'rules.1.when: must be conditions by column, like { Status: done }',
      expect.stringMatching(/^rules\.1\.time: must say when the event happened, like "\{End\}"/),
      'rules.1.data: must hold the fields of the event, like { applicationId: "{Application}", outcome: hired }',
    ]);
  });

  it.each([
    ['', '', 'is missing; it must be a mapping with "source" and "rules"'],
    ['- a', '', 'must be a mapping with "source" and "rules"'],
    ['source: urn:acme', 'rules', 'is missing; it must be a list of rules, like'],
    ['{ source: urn:acme, rules: [] }', 'rules', 'must have at least one rule, like - { event:'],
    ['{ source: urn:acme, rules: [x] }', 'rules.0', 'must be a rule with "event", "time" and "data", like'],
  ])('%j is told what a mapping is', (yaml, path, words) => {
    expect(faultsOf(yaml)).toEqual([{ path, message: expect.stringContaining(words) as unknown }]);
  });

  it('is told what there is where no name is near', () => {
    const yaml = withData('colour: red');

    expect(faultsOf(yaml)[0]?.message).toMatch(/has no such field\. It has: applicationId, /);
    expect(faultsOf(yaml.replace('response.sent', 'fax'))[0]?.message).toMatch(
      /^"fax" is not in the event catalogue\. There are: .*interview\.completed/,
    );
  });

  it('is told when it is no YAML, or two rules share a name', () => {
    const rule =
      '  - { event: application.closed, time: "{t}", data: { applicationId: a, outcome: hired } }\n';

    expect(faultsOf('source: [')[0]?.message).toMatch(/^not YAML/);
    expect(faultsOf(`source: urn:acme\nrules:\n${rule}${rule}`)).toEqual([
      { path: 'rules.1.name', message: expect.stringContaining('another rule') as unknown },
    ]);
  });
});

describe('expressions', () => {
  it('convert a cell to what its field holds', () => {
    const yaml = withData('wordCount: "{words}", automated: { column: auto }, hasExamples: true');

    expect(dataOf(yaml, { words: '120', auto: 'Yes' })).toMatchObject({
      wordCount: 120,
      automated: true,
      hasExamples: true,
    });
  });

  it('leave out a field whose cell is empty, or take its default', () => {
    const yaml = withData('wordCount: "{words}", criteria: { column: criteria, default: 3 }');

    expect(dataOf(yaml, {})).toEqual({
      applicationId: 'A1',
      kind: 'feedback',
      channel: 'email',
      criteria: 3,
    });
  });

  it('make a text of several cells, of braces, and nothing of a missing part', () => {
    const yaml = withData('interviewId: "{{{app}}}-{round}"');

    expect(dataOf(yaml, { round: 2 })).toMatchObject({ interviewId: '{A1}-2' });
    expect(dataOf(yaml, {})).not.toHaveProperty('interviewId');
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'find nothing in a row without the column %s, and the cell in a row with it',
    (column) => {
      const fields = `interviewId: { column: ${column} }, wordCount: 1`;
      expect(dataOf(withData(fields), {})).not.toHaveProperty('interviewId');
      expect(dataOf(withData(`interviewId: "i-{${column}}"`), {})).not.toHaveProperty('interviewId');
      const cells = new Map([...cellsOf({ app: 'A1', at: '2026-03-01T10:00:00Z' }), [column, 'I1']]);
      expect(compile(withData(fields)).eventsOf({ line: 2, cells }, NOW)).toMatchObject({
        events: [{ data: { interviewId: 'I1' } }],
      });
      // A condition on __proto__ does not outlive the parser's own records.
      if (column === '__proto__') return;
      const when = withData('').replace('time:', `when: { ${column}: { present: true } }\n    time:`);
      expect(outcome(when, {})).toEqual({ kind: 'ignored' });
    },
  );

  it('translate the file’s words, and refuse one that is not among them', () => {
    const yaml = withData('').replace(
      'kind: feedback',
      'kind: { column: what, values: { Absage: decision } }',
    );

    expect(dataOf(yaml, { what: 'Absage' })).toMatchObject({ kind: 'decision' });
    expect(outcome(yaml, { what: 'Zusage' })).toEqual({
      kind: 'failed',
      failures: [{ line: 2, column: 'what', reason: '"Zusage" is not among the values of the mapping' }],
    });
  });

  it('name the column of whatever is wrong, all of it at once', () => {
    const yaml = withData('wordCount: "{words}", automated: "{auto}"');

    expect(outcome(yaml, { words: 'many', auto: 'perhaps' })).toMatchObject({
      failures: [{ column: 'words' }, { column: 'auto' }],
    });
    expect(outcome(yaml, { app: '\u0007' })).toMatchObject({ failures: [{ column: 'app' }] });
  });

  it('leave out items of a list about which the row says nothing', () => {
    const yaml = `
source: urn:acme
rules:
  - event: interview.scheduled
    time: "{at}"
    data:
      applicationId: "{app}"
      interviewId: i
      startsAt: "{at}"
      interviewers:
        - { id: "{one}", scorecardRequired: true }
        - { id: "{two}", scorecardRequired: true }
`;
    expect(dataOf(yaml, { two: 'emp-2' })).toMatchObject({
      interviewers: [{ id: 'emp-2', scorecardRequired: true }],
    });
    expect(dataOf(yaml, {})).not.toHaveProperty('interviewers');
  });
});

describe('conditions', () => {
  const takes = (when: string, cells: Record<string, Cell>): boolean =>
    (
      compile(`
source: urn:acme
rules:
  - { when: ${when}, event: application.closed, time: 2026-03-01T10:00:00Z, data: { applicationId: a, outcome: hired } }
`).eventsOf({ line: 2, cells: cellsOf(cells) }, NOW) as { readonly kind: string }
    ).kind === 'events';

  it.each([
    ['{ a: x }', { a: 'x' }, { a: 'y' }],
    ['{ a: 1 }', { a: '1' }, { a: '2' }],
    ['{ a: [x, y] }', { a: 'y' }, { a: 'z' }],
    ['{ a: { not: x } }', {}, { a: 'x' }],
    ['{ a: { not: [x, y] } }', { a: 'z' }, { a: 'y' }],
    ['{ a: { present: true } }', { a: 'x' }, {}],
    ['{ a: { present: false } }', {}, { a: 'x' }],
    ['{ a: { matches: "^x+$" } }', { a: 'xx' }, { a: 'xy' }],
    ['{ a: { matches: x, not: xx }, b: true }', { a: 'x', b: 'true' }, { a: 'xx', b: 'true' }],
  ] as [string, Record<string, Cell>, Record<string, Cell>][])(
    '%j takes %j and not %j',
    (when, taken, left) => {
      expect(takes(when, taken)).toBe(true);
      expect(takes(when, left)).toBe(false);
    },
  );
});

describe('ids of events', () => {
  const id = (rule: string, cells: Record<string, Cell>): string =>
    eventIdOf(rule, { line: 1, cells: cellsOf(cells) });

  it('depend on the rule and the row’s content, not on the order of columns or the line', () => {
    expect(id('r', { a: '1', b: '2' })).toBe(eventIdOf('r', { line: 9, cells: cellsOf({ b: '2', a: '1' }) }));
    expect(
      new Set([id('r', { a: '1' }), id('q', { a: '1' }), id('r', { a: '2' }), id('r', { b: '1' })]).size,
    ).toBe(4);
  });

  it('stay what they are: a later version must not count an imported file again', () => {
    expect(id('interview', { case: '1', activity: 'ML Interview' })).toMatchInlineSnapshot(
      `"row-1423907ab9d6ababc1ca8900e5e0963909c2aa8a"`,
    );
  });
});
