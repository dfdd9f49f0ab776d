import { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Problem } from '../../platform/problem.js';
import { mapInSlices, ownTurn } from '../../platform/slices.js';
import { RecordEvents, type MessageToRecord, type RecordResult } from '../record-events.command.js';
import { EVENT_MEDIA_TYPES, eventsFrom, isKeepable } from './cloud-events-body.js';
import { eventsBody } from './documented-bodies.js';
import { readBody } from './read-body.js';
import { EVENTS_REMEDY, ScannedBody } from './scanned-body.js';

export const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** A body of more is not parsed in the same turn of the event loop in which others may be, too. */
const LARGE_BYTES = 64 * 1024;

/** The answer to `POST /api/v1/events`. */
export interface EventsAnswer {
  readonly results: readonly (RecordResult & { readonly index: number })[];
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** The door for events over HTTP: CloudEvents in structured, batch or binary mode. */
@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Record events: one, several, or the data of one with its attributes in ce- headers',
    description: 'Their types and schemas are in /api/asyncapi.json. Each event has a result of its own.',
  })
  @ApiConsumes(...EVENT_MEDIA_TYPES)
  @ApiBody(eventsBody)
  @ApiAcceptedResponse({
    description: 'What became of each: recorded, duplicate or rejected with its problems',
  })
  async record(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const scanned = new ScannedBody();
    const bytes = await readBody(request, MAX_BODY_BYTES, EVENTS_REMEDY, (part) => scanned.inspect(part));
    if (bytes.byteLength > LARGE_BYTES) await ownTurn();
    const body = eventsFrom(request.headers, bytes, scanned.end());
    switch (body.kind) {
      case 'unsupported':
        throw unsupported(request.headers['content-type']);
      case 'malformed':
        throw await this.#malformed(bytes, body.detail);
      case 'one': {
        const results = await this.#record([body.message]);
        const [result] = results;
        if (result?.status === 'rejected' && result.reason === 'not-json')
          throw malformed(result.problems[0]?.message ?? '', true);
        return send(response, results);
      }
      case 'events':
        return send(response, await this.#record(body.messages));
    }
  }

  /** Nothing is lost silently: also what nobody can read is kept, as a dead letter. */
  async #malformed(bytes: Buffer, why: string): Promise<Problem> {
    const keepable = isKeepable(bytes);
    if (keepable) await this.#record([{ bytes }]);
    return malformed(why, keepable);
  }

  #record(messages: readonly MessageToRecord[]): Promise<readonly RecordResult[]> {
    return this.commands.execute(new RecordEvents(messages, 'http'));
  }
}

function malformed(why: string, isKept: boolean): Problem {
  const kept = isKept ? 'It was kept as a dead letter.' : 'Nothing was kept.';
  const reason = why.replace(/^not JSON in UTF-8: /, '');
  const detail = `The body is not JSON in UTF-8: ${reason}. ${kept}`;
  return new Problem(400, 'Body is not JSON', detail, { reason: 'not-json', kept: isKept });
}

const RESULTS_PER_WRITE = 500;

/** Written in slices: ten thousand results with twenty problems each are tens of megabytes. */
async function send(response: ServerResponse, results: readonly RecordResult[]): Promise<void> {
  const counts = { recorded: 0, duplicates: 0, rejected: 0 };
  const texts = await mapInSlices(results, (result, index) => {
    counts[result.status === 'duplicate' ? 'duplicates' : result.status] += 1;
    return JSON.stringify({ index, ...result });
  });
  response.statusCode = 202;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  const begin = '{"results":[';
  const end = `],${JSON.stringify(counts).slice(1)}`;
  if (texts.length <= RESULTS_PER_WRITE) {
    response.end(begin + texts.join() + end);
    return;
  }
  for (let from = 0; from < texts.length; from += RESULTS_PER_WRITE) {
    await ownTurn();
    // The client has left: what is written then would count as an error that nobody handles.
    if (response.destroyed) return;
    response.write((from === 0 ? begin : ',') + texts.slice(from, from + RESULTS_PER_WRITE).join());
  }
  response.end(end);
}

function unsupported(contentType: string | undefined): Problem {
  const given =
    contentType === undefined ? 'The request names no content type' : `"${contentType}" is not taken here`;
  const detail =
    `${given}. Send one event as ${EVENT_MEDIA_TYPES[0]}, several as ${EVENT_MEDIA_TYPES[1]}, ` +
    `or an event's data as application/json with its attributes in ce- headers.`;
  return new Problem(
    415,
    'Media type not supported',
    detail,
    { allowed: EVENT_MEDIA_TYPES },
    { accept: EVENT_MEDIA_TYPES.join(', ') },
  );
}
