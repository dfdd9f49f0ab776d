import { Logger } from '@nestjs/common';

const INTRODUCTION = 'Hearback could not start.';

/**
 * Says why the service could not start. Mistakes that the operator can mend are said in words; anything else with its stack.
 *
 * @param isForPerson whether somebody reads it on a terminal, as text; otherwise it is a line of the log
 */
export function reportFailedStart(
  error: unknown,
  isForPerson = process.stdout.isTTY || process.stderr.isTTY,
): void {
  const isExpected = error instanceof Error && error.name !== 'Error' && error.name !== 'TypeError';
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && !isExpected ? error.stack : undefined;
  if (isForPerson) process.stderr.write(`\n${INTRODUCTION}\n${stack ?? message}\n`);
  else new Logger('serve').fatal(`${INTRODUCTION}\n${message}`, stack);
}
