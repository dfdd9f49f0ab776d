import type { Command } from 'commander';
import { listDeadLetters, showDeadLetter, type Filters } from './dead-letters.js';
import { replayDeadLetters } from './dead-letters-replay.js';
import type { Service } from './service.js';

const list = (value: string, before: readonly string[] = []): string[] => [...before, ...value.split(',')];

const filtered = (command: Command): Command =>
  command
    .option('--reason <reason>', 'only rejected for this reason, like invalid-data (repeatable)', list)
    .option(
      '--origin <origin>',
      'only by this door: http, import, import:<id>, log, sample (repeatable)',
      list,
    )
    .option('--topic <topic>', 'only of this topic (repeatable)', list)
    .option('--from <when>', 'recorded on or after this day, or at or after this instant')
    .option('--to <when>', 'recorded before this day or instant')
    .option('--outcome <outcome>', 'only never sent again (none), recorded, or rejected again (rejected)');

/** `dead-letters list|show|replay`. */
export function deadLettersCommand(program: Command, service: () => Service, json: () => boolean): void {
  const letters = program
    .command('dead-letters')
    .description('messages that could not become events (docs/dead-letters.md)');

  filtered(letters.command('list'))
    .description('the rejected messages, newest first')
    .option('--limit <n>', 'at most so many (50, up to 200)')
    .option('--cursor <cursor>', 'go on where an earlier list ended')
    .action((filters: Filters) => listDeadLetters(service(), filters, json()));

  letters
    .command('show <id>')
    .description('one of them: why, each fault, headers, the original, each time it was sent again')
    .option('--raw', 'print the original as it came, and nothing else')
    .action((id: string, options: { raw?: boolean }) => showDeadLetter(service(), id, options, json()));

  filtered(letters.command('replay [ids...]'))
    .description('send them again, judged by the rules of today; exit code 1 when some are rejected again')
    .option('--all', 'all that the filters choose')
    .option('--dry-run', 'tell what would become of each, and send nothing')
    .option('--mended <file>', 'send this event in place of the one dead letter that is named')
    .action(
      (
        ids: string[],
        {
          all,
          dryRun,
          mended,
          ...filter
        }: { all?: boolean; dryRun?: boolean; mended?: string } & Record<string, string | string[]>,
      ) =>
        replayDeadLetters(service(), ids, {
          filter: filter,
          json: json(),
          ...(all !== undefined && { all }),
          ...(dryRun !== undefined && { dryRun }),
          ...(mended !== undefined && { mended }),
        }),
    );
}
