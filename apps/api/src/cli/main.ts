import { Command, CommanderError } from 'commander';
import { eraseCandidate, mergeCandidates } from './candidate-requests.js';
import { deadLettersCommand } from './dead-letters-command.js';
import { sendEvents } from './send-events.js';
import { importFile } from './import-file.js';
import { showApplication } from './show-application.js';
import { showBehind, showMetric } from './show-metric.js';
import { rebuild, type RebuildOptions } from './rebuild.js';
import { runSql } from './run-sql.js';
import { publishScores } from './publish-scores.js';
import { sendAgain, showMessages } from './score-messages.js';
import { showScore } from './show-score.js';
import { showWaiting } from './show-waiting.js';
import { simulate, type SimulateOptions } from './simulate.js';
import { Failure, WrongUse } from './failure.js';
import { Patience } from './patience.js';
import { Service } from './service.js';
import { printVisibly } from './terminal.js';
import type { TopicOptions } from './topic.js';
import { wholeNumber } from './whole-number.js';

/** Exit codes: 0 done, 1 failed, 2 wrong use. Data goes to stdout, progress and errors to stderr. */
const program = new Command('hearback')
  .description('How long candidates wait to hear back after an interview')
  .option('--url <url>', 'the running service', process.env['HEARBACK_URL'] ?? 'http://127.0.0.1:3000')
  .option('--json', 'print the answer as JSON')
  .showHelpAfterError()
  .exitOverride();

interface Global {
  readonly url: string;
  readonly json?: boolean;
}

type Options = Record<string, string | string[]>;

const global = (): Global => program.opts<Global>();
const service = (): Service => new Service(global().url);
const list = (value: string, before: readonly string[] = []): string[] => [...before, ...value.split(',')];

const waiting = (command: Command): Command =>
  command.option('--wait <seconds>', 'so long for a service that is starting', '60');
const patience = ({ wait }: { readonly wait: string }): Patience =>
  new Patience(wholeNumber('--wait', wait, 0, 3600) * 1000);

program
  .command('serve')
  .description('run the service (configured by the environment and hearback.config.yaml)')
  .option('--empty', 'do not import sample data into an empty store')
  .option('--role <roles>', 'only api, projector or scheduler (repeatable; docs/operations.md)', list)
  .action(async (options: { empty?: boolean; role?: string[] }) => {
    // Only this command needs the framework; the others start without it.
    const { serve } = await import('../serve.js');
    await serve({ empty: options.empty ?? false, roles: options.role ?? [] });
  });

waiting(program.command('import <file>'))
  .description('import a CSV or JSONL file by a mapping; importing it again changes nothing')
  .requiredOption('--mapping <file>', 'YAML: how rows become events (docs/import.md)')
  .option('--format <format>', 'csv or jsonl; by default what the file name ends in')
  .option('--dry-run', 'read and check everything, record nothing')
  .action((file: string, options: { mapping: string; format?: string; dryRun?: boolean; wait: string }) =>
    importFile(service(), patience(options), file, { ...options, json: global().json ?? false }),
  );

const events = program.command('events').description('events as they are');

waiting(events.command('send <file>'))
  .description('send CloudEvents, one per line of a file (- for standard input)')
  .action((file: string, options: { wait: string }) =>
    sendEvents(service(), patience(options), file, { json: global().json ?? false }),
  );

events
  .command('show <application>')
  .description('what happened to an application, step by step with what it changed, and what is owed')
  .option('--as-of <instant>', 'as it was at that instant, like 2026-11-24T15:00:00Z')
  .action((application: string, options: Record<string, string>) =>
    showApplication(service(), application, options, global().json ?? false),
  );

program
  .command('erase <candidate>')
  .description('erase a candidate for good; only on the machine that the service runs on')
  .action((candidate: string) => eraseCandidate(service(), candidate, global().json ?? false));

program
  .command('merge <from> <into>')
  .description('say that two candidate ids are one person; only on the machine that the service runs on')
  .option('--time <instant>', 'when that turned out, like 2026-11-24T15:00:00Z; by default now')
  .action((from: string, into: string, { time }: { time?: string }) =>
    mergeCandidates(
      service(),
      { fromCandidateId: from, intoCandidateId: into, time },
      global().json ?? false,
    ),
  );

waiting(program.command('simulate'))
  .description('send the made-up history of an organisation, marked as simulated')
  .option('--teams <n>', 'so many teams', '12')
  .option('--weeks <n>', 'so many weeks', '26')
  .option('--seed <n>', 'another number, another history', '1')
  .option(
    '--until <instant>',
    'where the weeks end, like 2026-11-24T15:00:00Z; by default the last full hour',
  )
  .option('--interviews-per-week <n>', 'about so many per team', '8')
  .option('--out <file>', 'write the events, one per line, instead of sending them')
  .action((options: Omit<SimulateOptions, 'json'> & { wait: string }) =>
    simulate(service(), patience(options), { ...options, json: global().json ?? false }),
  );

const filters = (command: Command): Command =>
  command
    .option('--team <team>', 'only this team (repeatable)', list)
    .option('--stage <stage>', 'only this stage (repeatable)', list)
    .option('--job <job>', 'only this job (repeatable)', list)
    .option('--from <day>', 'clock started on or after this day')
    .option('--to <day>', 'clock started before this day')
    .option('--as-of <instant>', 'as it was at that instant, like 2026-11-24T15:00:00Z');

filters(program.command('metrics [name]'))
  .description('one metric, or without a name the catalogue')
  .option('--by <groups>', 'any of team,stage,job,day,week,month', list)
  .option('--clock <clock>', 'elapsed or business')
  .option('--obligation <kind>', 'of a metric with a row per kind of obligation: only this one')
  .option('--obligations', 'list what is behind the figures, and how each was counted')
  .option('--limit <n>', 'with --obligations: at most so many (100, up to 1000)')
  .action((name: string | undefined, { obligations, ...given }: Options & { obligations?: never }) => {
    const json = global().json ?? false;
    // A flag, though commander's options are told as texts.
    if (obligations === undefined) return showMetric(service(), name, given, json);
    if (name === undefined) throw new WrongUse('--obligations needs the name of a metric');
    return showBehind(service(), name, given, json);
  });

filters(program.command('waiting'))
  .description('who waits for an answer, with due time and both clocks')
  .option('--order <order>', 'oldest or overdue (those first)', 'oldest')
  .option('--limit <n>', 'at most so many', '100')
  .action((options: Record<string, string | string[]>) =>
    showWaiting(service(), options, global().json ?? false),
  );

program
  .command('score')
  .description("a team's weekly score with its reasons: as published, and as revised since")
  .requiredOption('--team <team>', 'the team')
  .option('--week <week>', 'an ISO week like 2026-W47; by default the one that ended last')
  .action((options: { team: string; week?: string }) =>
    showScore(service(), options, global().json ?? false),
  );

const scores = program.command('scores').description('the weekly scores of all teams (docs/scores.md)');

scores
  .command('publish')
  .description('publish a finished week now; what was published before stays as it is')
  .option('--week <week>', 'an ISO week like 2026-W47; by default the one that ended last')
  .action((options: { week?: string }) => publishScores(service(), options, global().json ?? false));

scores
  .command('messages')
  .description('what was sent, and what became of it')
  .option('--week <week>', 'only of this week')
  .option('--team <team>', 'only about this team')
  .option('--status <status>', 'only queued, sending, sent, refused or given-up')
  .option('--limit <n>', 'at most so many (100, up to 1000)')
  .action((options: Record<string, string>) => showMessages(service(), options, global().json ?? false));

scores
  .command('resend [message]')
  .description('send a message again under its id, or all that were refused or given up')
  .option('--status <status>', 'refused or given-up')
  .action((message: string | undefined, options: { status?: string }) =>
    sendAgain(service(), message, options, global().json ?? false),
  );

deadLettersCommand(program, service, () => global().json ?? false);

program
  .command('sql <statement>')
  .description('one SELECT over the documented views (docs/sql.md); - reads it from standard input')
  .option('--format <format>', 'CSVWithNames, TabSeparated, JSON, JSONEachRow, Markdown, Parquet and more')
  .option(
    '--raw',
    'CSV with texts exactly as they are, also those that a spreadsheet would take for a formula',
  )
  .action((statement: string, { format, raw }: { format?: string; raw?: boolean }) =>
    runSql(service(), statement, format ?? (global().json === true ? 'JSON' : 'CSVWithNames'), raw),
  );

program
  .command('rebuild')
  .description('fill all tables again while the service goes on, compare and swap them in (docs/rebuild.md)')
  .option('--from <source>', 'log (the default), or events: the table of events of the store')
  .option('--accept-missing', 'also when events of the store are not in the log any more')
  .option('--abandon', 'throw the rebuild away that is under way, held or failed')
  .action((options: RebuildOptions) => rebuild(service(), options, global().json ?? false));

const topic = program
  .command('topic')
  .description('the Kafka topic (KAFKA_BROKERS, KAFKA_TOPIC; docs/operations.md)');
const topicOptions = (command: Command): Command =>
  command
    .option('--partitions <n>', 'so many partitions; fixed for good once events are there')
    .option('--replication <n>', 'so many copies; by default 3, or as many as there are brokers')
    .option('--retention <days>', 'events are removed after so many days; by default never');

topicOptions(topic.command('create'))
  .description('create it: 12 partitions, nothing compacted, nothing removed; compare one that exists')
  .action(async (options: TopicOptions) => {
    const { createTheTopic } = await import('./topic.js');
    await createTheTopic(options, global().json ?? false);
  });

topicOptions(topic.command('check'))
  .description('tell in what it differs from what Hearback needs, or from these options')
  .action(async (options: TopicOptions) => {
    const { checkTheTopic } = await import('./topic.js');
    await checkTheTopic(options, global().json ?? false);
  });

const config = program.command('config').description('hearback.config.yaml (docs/configuration.md)');

config
  .command('check [file]')
  .description('tell every problem of the file, with its line; needs no running service')
  .action(async (file: string | undefined) => {
    const { checkConfig } = await import('./check-config.js');
    await checkConfig(file, global().json ?? false);
  });

config
  .command('schema')
  .description('print its JSON Schema, for editors')
  .action(async () => (await import('./check-config.js')).printConfigSchema());

printVisibly(console);
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof WrongUse) {
    console.error(error.message);
    return 2;
  }
  // A stack is of use to whoever mends the program; what it says may hold data all the same.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(error instanceof Failure ? error.message : text);
  return 1;
}
