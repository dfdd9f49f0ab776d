import { readFile } from 'node:fs/promises';
import type { DeadLetterPage, DeadLetterWithReplays } from '../dead-letters/dead-letters.query.js';
import { WrongUse } from './failure.js';
import { formatInstant, printable, table } from './format.js';
import { assertReadable } from './readable-file.js';
import type { Service } from './service.js';

export const DEAD_LETTERS = '/api/v1/dead-letters';

/** What stands in an option may be given once or several times. */
export type Filters = Readonly<Record<string, string | readonly string[]>>;

/** The problems of a message in one line. */
export function problemsText(
  problems: readonly { readonly path: string; readonly message: string }[],
): string {
  return printable(
    problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '),
  );
}

/** Prints rejected messages, newest first. */
export async function listDeadLetters(service: Service, filters: Filters, json: boolean): Promise<void> {
  const page = await service.get<DeadLetterPage>(DEAD_LETTERS, filters);
  if (json) {
    console.log(JSON.stringify(page));
    return;
  }
  if (page.rows.length > 0) {
    const rows = page.rows.map(({ id, recordedAt, reason, origin, outcome, problems }) => [
      printable(id),
      formatInstant(recordedAt),
      reason,
      printable(origin),
      STANDING[outcome],
      problemsText(problems).slice(0, 80),
    ]);
    console.log(table(['id', 'recorded', 'reason', 'from', 'sent again', 'problems'], rows));
  }
  console.error(`${page.rows.length} of ${page.total} rejected messages`);
  if (page.next !== undefined) console.error(`More with --cursor ${page.next}`);
}

const STANDING = { none: '', recorded: 'recorded', rejected: 'rejected again' } as const;

/** Prints one rejected message with everything that is known of it; with `raw` its bytes and nothing else. */
export async function showDeadLetter(
  service: Service,
  id: string,
  { raw = false }: { readonly raw?: boolean },
  json: boolean,
): Promise<void> {
  if (raw && json) throw new WrongUse('--raw prints the message as it came; it does not go with --json');
  const letter = await service.get<DeadLetterWithReplays>(`${DEAD_LETTERS}/${encodeURIComponent(id)}`);
  if (raw) {
    if (!letter.isKept) throw new WrongUse(GONE);
    await new Promise<void>((written) =>
      process.stdout.write(Buffer.from(letter.bytesBase64, 'base64'), () => written()),
    );
    return;
  }
  if (json) {
    console.log(JSON.stringify(letter));
    return;
  }
  console.log(`${printable(letter.id)}: ${letter.reason}`);
  for (const { path, message } of letter.problems)
    console.log(`  ${printable(path === '' ? message : `${path}: ${message}`)}`);
  console.log(`recorded ${formatInstant(letter.recordedAt)} from ${printable(letter.origin)}`);
  console.log(`in the log since ${formatInstant(letter.appendedAt)}; ${letter.size} bytes`);
  for (const [name, value] of Object.entries(letter.headers))
    console.log(`header ${printable(name)}: ${printable(value)}`);
  for (const { at, outcome, isMended, reason, problems } of letter.replays) {
    const why = reason === undefined ? '' : ` (${reason}: ${problemsText(problems)})`;
    console.log(`sent again ${formatInstant(at)}${isMended ? ', mended' : ''}: ${outcome}${why}`);
  }
  if (!letter.isKept) console.error(GONE);
  else console.log(letter.text === null ? `base64: ${letter.bytesBase64}` : linewise(letter.text));
}

const GONE = 'The original is not kept any more (deadLetters.keepDays).';

/** The message as it stands, but without control characters that could rewrite the terminal. */
function linewise(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line.replace(/\t/g, '  ')))
    .join('\n');
}

/** @throws WrongUse unless the file can be read */
export async function mendedFile(file: string): Promise<string> {
  await assertReadable(file);
  return readFile(file, 'utf8');
}
