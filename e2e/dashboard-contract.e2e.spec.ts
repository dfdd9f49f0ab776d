import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { send } from './events.js';
import { removeDirectory, ROOT, temporaryDirectory, type HearbackProcess } from './hearback-process.js';
import { startSimulated } from './simulated.js';

let hearback: HearbackProcess;
let application: string;
let configuration: string;
let week: string;
let message: string;
let letter: string;
let run: string;
beforeAll(async () => {
  configuration = await temporaryDirectory();
  const file = join(configuration, 'organisation.yaml');
  await writeFile(file, 'scores: { simulated: true, digest: { mail: [boss@example.com] } }');
  // Nobody listens there: the messages wait.
  hearback = await startSimulated({
    HEARBACK_CONFIG: file,
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'a@example.com',
  });
  // A message that is no event is kept as a dead letter.
  await send(hearback.url, [{ specversion: '1.0', id: 'x' }]);
  await preview();
  await hearback.settled();
  ({ lastFinishedWeek: week } = await hearback.get<{ lastFinishedWeek: string }>('/api/v1/organisation'));
  await fetch(`${hearback.url}/api/v1/scores/publish`, { method: 'POST' });
  const { messages } = await hearback.get<{ messages: { id: string }[] }>('/api/v1/messages');
  message = messages[0]!.id;
  await replayAll();
  application = await fullApplication();
});
afterAll(async () => {
  await hearback.end();
  await Promise.all([removeDirectory(hearback.directory), removeDirectory(configuration)]);
});

/** One with something in each of its lists. Whether who waits longest is closed depends on the day of the simulation. */
async function fullApplication(): Promise<string> {
  const path = '/api/v1/metrics/time-to-response/obligations?limit=50';
  const { rows } = await hearback.get<{ rows: { applicationId: string }[] }>(path);
  for (const { applicationId } of rows) {
    const id = encodeURIComponent(applicationId);
    if (listsOf(await hearback.get<object>(`/api/v1/applications/${id}`)).every((list) => list.length > 0))
      return id;
  }
  throw new Error('none of the applications has an interview and is closed');
}

const listsOf = (answer: object): readonly unknown[][] =>
  Object.values(answer).filter((value) => Array.isArray(value));

/** Sends what was rejected again, so that it tells what came of it. */
async function replayAll(): Promise<void> {
  const response = await fetch(`${hearback.url}/api/v1/dead-letters/replay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ all: true }),
  });
  const { id, results } = (await response.json()) as { id: string; results: { id: string }[] };
  run = id;
  letter = encodeURIComponent(results[0]!.id);
}

const DASHBOARD = join(ROOT, 'apps/dashboard');
/** An import with a row that becomes an event and one that fails. */
async function preview(): Promise<void> {
  const body = new FormData();
  const data = '{ applicationId: "{id}", interviewId: i, endedAt: "{at}", stage: s, teamId: t }';
  const rule = `{ event: interview.completed, time: "{at}", data: ${data} }`;
  body.append('mapping', `source: urn:test\nrules:\n  - ${rule}\n`);
  body.append('format', 'csv');
  body.append('dryRun', 'true');
  body.append('file', new Blob(['id,at\na,2026-03-04T10:00:00Z\nb,yesterday\n']), 'rows.csv');
  const response = await fetch(`${hearback.url}/api/v1/imports`, { method: 'POST', body });
  expect(await response.json()).toMatchObject({ counts: { events: 1, failed: 1 } });
}

/** Below the sources, so that it sees the modules as they see each other. It is never written. */
const CONTRACT = join(DASHBOARD, 'src/contract.ts');

/**
 * What is wrong where an answer is read as a type of the dashboard. Its own reading checks little, and trusts the rest
 * to the type: here the compiler compares all of it. Fields that the dashboard does not know are none of its business.
 */
function faultsOf(answer: unknown, type: string, module: string, name: string): readonly string[] {
  const text = [
    `import { type ${name} } from './${module}.js';`,
    `const answer = ${JSON.stringify(answer)} as const;`,
    `export const read: ${type} = answer;`,
  ].join('\n');
  const { config } = ts.readConfigFile(join(DASHBOARD, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options: own } = ts.parseJsonConfigFileContent(config, ts.sys, DASHBOARD);
  // A single file is compared, and nothing is built: what makes it a project of the workspace is in the way.
  const options = { ...own, composite: false, emitDeclarationOnly: false, noEmit: true };
  const host = ts.createCompilerHost(options);
  const fromDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (path, version) =>
    path === CONTRACT ? ts.createSourceFile(path, text, version) : fromDisk(path, version);
  const program = ts.createProgram([CONTRACT], options, host);
  const source = program.getSourceFile(CONTRACT);
  // Of the options too: a type that is not found would agree with everything.
  return [...program.getOptionsDiagnostics(), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

const EVERY: readonly (readonly [path: string, module: string, name: string, type?: string])[] = [
  ['/organisation', 'api/organisation', 'Organisation'],
  ['/teams', 'api/teams', 'Team', '{ readonly teams: readonly Team[] }'],
  ['/jobs', 'api/teams', 'Job', '{ readonly jobs: readonly Job[] }'],
  ['/waiting?order=overdue&limit=50', 'api/waiting', 'WaitingPage'],
  ['/applications/{application}', 'api/application', 'Application'],
  ['/metrics/time-to-response/obligations?limit=50', 'api/behind', 'BehindPage'],
  ['/metrics/time-to-response/obligations?limit=50&clock=business', 'api/behind', 'BehindPage'],
  ['/metrics/latency-score/obligations?limit=50', 'api/behind', 'BehindPage'],
  ['/metrics/candidate-rating/obligations?limit=50', 'api/behind', 'BehindPage'],
  [
    '/metrics/time-to-response/curve?by=team&clock=business',
    'api/curve',
    'Curve',
    '{ readonly rows: readonly Curve[] }',
  ],
  ['/sources', 'api/data-sources', 'Sources'],
  ['/dead-letters', 'api/data-dead-letters', 'DeadLettersPage'],
  ['/scores/sim-finance', 'api/scores', 'ScoreHistory'],
  ['/scores/sim-finance/{week}', 'api/scores', 'ScoreOfWeek'],
  ['/scores/sim-finance/{week}/message', 'api/scores', 'ComposedMessage'],
  ['/digests/{week}/message?channel=slack', 'api/scores', 'ComposedMessage'],
  ['/messages', 'api/messages', 'MessageList'],
  ['/messages/{message}', 'api/messages', 'SentMessage'],
  ['/dead-letters/{letter}', 'api/data-dead-letters', 'DeadLetterInFull'],
  ['/dead-letters/replays/{run}', 'api/data-replays', 'ReplayRun'],
  ['/imports', 'api/data-imports', 'ImportState', '{ readonly imports: readonly ImportState[] }'],
];

describe('an answer of the API', () => {
  it.each(EVERY)('%s is what the dashboard takes it for', async (path, module, name, type = name) => {
    const asked = Object.entries({ application, week, message, letter, run }).reduce(
      (text, [key, value]) => text.replace(`{${key}}`, value),
      path,
    );
    const answer = await hearback.get<object>(`/api/v1${asked}`);
    // Nothing in a list would be like anything.
    for (const list of listsOf(answer)) expect(list).not.toHaveLength(0);
    expect(faultsOf(answer, type, module, name)).toEqual([]);
  });

  it('given one with something wrong in it, then that is noticed, in what the domain declares as well', async () => {
    const organisation = await hearback.get<{ health: object }>('/api/v1/organisation');
    const bands = { ...organisation, health: { ...organisation.health, bands: { healthy: 'much' } } };
    expect(faultsOf(bands, 'Organisation', 'api/organisation', 'Organisation').join()).toContain('bands');
  });

  it('given one that lacks a field or has another kind of it, then that is noticed', () => {
    const page = { asOf: '2026-03-04T10:00:00Z', total: '1', rows: [] };
    expect(faultsOf(page, 'WaitingPage', 'api/waiting', 'WaitingPage').join()).toContain('total');
    const told = { asOf: '2026-03-04T10:00:00Z', total: 1, rows: [{ applicationId: 'a' }] };
    expect(faultsOf(told, 'WaitingPage', 'api/waiting', 'WaitingPage').join()).toContain('interviewId');
  });
});
