import { STATUS_CODES, type ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { isOutage, StoreIncomplete, StoreUnavailable } from '../clickhouse/errors.js';
import { EventLogClosed, EventLogStorageError, EventLogUnavailable } from '../event-log/errors.js';
import { NotEnoughRoom } from './free-space/not-enough-room.js';
import { KeysUnavailable } from '../ingestion/candidate-keys.js';
import { Problem } from './problem.js';
import { sendProblem } from './send-problem.js';
import { withoutPaths } from './without-paths.js';

/** Seconds after which a client may try again during an outage. */
const RETRY_AFTER = '5';

/** Every error of every route leaves as `application/problem+json`; unexpected ones without their internals. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    const problem = problemOf(thrown);
    if (problem.status >= 500) {
      const stack = thrown instanceof Error ? thrown.stack : undefined;
      this.#logger.error(`answered ${problem.status}: ${String(thrown)}`, stack);
    }
    if (response.headersSent) {
      // Half an answer can't become an error any more; cut off, it can't be taken for a whole one either.
      response.destroy();
      return;
    }
    sendProblem(response, problem);
  }
}

/** The problem that any thrown value stands for. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof HttpException) return fromHttpException(thrown);
  if (thrown instanceof NotEnoughRoom)
    return new Problem(503, 'Disk nearly full', thrown.detail, {}, { 'retry-after': RETRY_AFTER });
  if (thrown instanceof KeysUnavailable)
    return outage('Candidate keys unavailable', `${thrown.detail} Nothing was recorded.`);
  if (
    thrown instanceof EventLogUnavailable ||
    thrown instanceof EventLogClosed ||
    thrown instanceof EventLogStorageError
  ) {
    if ('problem' in thrown && thrown.problem === 'disk-full') {
      return outage(
        'Event log unavailable',
        `The disk of the event log is full${roomOf(thrown)}; nothing was recorded. Free space on the file system of the data directory (HEARBACK_DATA).`,
      );
    }
    return outage(
      'Event log unavailable',
      'The event log takes nothing at the moment; nothing was recorded.',
    );
  }
  if (thrown instanceof StoreIncomplete) {
    return new Problem(503, 'Store incomplete', thrown.message, {}, { 'retry-after': RETRY_AFTER });
  }
  if (thrown instanceof StoreUnavailable || isOutage(thrown)) {
    return outage('Store unavailable', 'The analytics store can’t be reached at the moment.');
  }
  const status = clientErrorStatus(thrown);
  if (status !== undefined) {
    return new Problem(
      status,
      STATUS_CODES[status] ?? 'Bad request',
      withoutPaths((thrown as Error).message),
    );
  }
  return new Problem(
    500,
    'Internal error',
    'Something went wrong on our side; the log of the service says what.',
  );
}

function roomOf(thrown: Error): string {
  const { room } = thrown as { room?: string };
  return room === undefined ? '' : ` (${room})`;
}

function outage(title: string, detail: string): Problem {
  return new Problem(503, title, `${detail} Try again in a few seconds.`, {}, { 'retry-after': RETRY_AFTER });
}

function fromHttpException(exception: HttpException): Problem {
  const status = exception.getStatus();
  const headers: Record<string, string> = status === 503 ? { 'retry-after': RETRY_AFTER } : {};
  const body = exception.getResponse();
  const problems = typeof body === 'object' ? (body as { message?: unknown }).message : undefined;
  const extras = Array.isArray(problems) ? { problems: problems as readonly unknown[] } : {};
  return new Problem(
    status,
    STATUS_CODES[status] ?? 'Error',
    withoutPaths(exception.message),
    extras,
    headers,
  );
}

/** Errors of Express and its body parsers say themselves that the client is to blame, and that it may know. */
function clientErrorStatus(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { status, expose } = thrown as Error & { status?: unknown; expose?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 && expose === true ? status : undefined;
}
