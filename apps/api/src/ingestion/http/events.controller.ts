import { IncomingMessage } from 'node:http';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Problem } from '../../platform/problem.js';
import { RecordEvents, type MessageToRecord, type RecordResult } from '../record-events.command.js';
import { EVENT_MEDIA_TYPES, eventsFrom, isKeepable } from './cloud-events-body.js';
import { eventsBody } from './documented-bodies.js';
import { readBody } from './read-body.js';

export const MAX_BODY_BYTES = 16 * 1024 * 1024;
export const MAX_EVENTS_PER_REQUEST = 10_000;

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
  async record(@Req() request: IncomingMessage): Promise<EventsAnswer> {
    const remedy = `Send at most ${MAX_EVENTS_PER_REQUEST} events per request, in several requests, or import a file.`;
    const bytes = await readBody(request, MAX_BODY_BYTES, remedy);
    const body = eventsFrom(request.headers, bytes);
    switch (body.kind) {
      case 'unsupported':
        throw unsupported(request.headers['content-type']);
      case 'malformed':
        throw await this.#malformed(bytes, body.detail);
      case 'events':
        if (body.messages.length > MAX_EVENTS_PER_REQUEST) {
          const detail = `The request holds ${body.messages.length} events. ${remedy}`;
          throw new Problem(413, 'Too many events', detail, { limit: MAX_EVENTS_PER_REQUEST });
        }
        return answer(await this.#record(body.messages));
    }
  }

  /** Nothing is lost silently: also what nobody can read is kept, as a dead letter. */
  async #malformed(bytes: Buffer, why: string): Promise<Problem> {
    const keepable = isKeepable(bytes);
    if (keepable) await this.#record([{ bytes }]);
    const kept = keepable ? 'It was kept as a dead letter.' : 'Nothing was kept.';
    const reason = bytes.byteLength === 0 ? 'it is empty' : why;
    return new Problem(400, 'Body is not JSON', `The body is not JSON in UTF-8: ${reason}. ${kept}`, {
      reason: 'not-json',
      kept: keepable,
    });
  }

  #record(messages: readonly MessageToRecord[]): Promise<readonly RecordResult[]> {
    return this.commands.execute(new RecordEvents(messages, 'http'));
  }
}

function answer(results: readonly RecordResult[]): EventsAnswer {
  const count = (status: RecordResult['status']): number =>
    results.filter((result) => result.status === status).length;
  return {
    results: results.map((result, index) => ({ index, ...result })),
    recorded: count('recorded'),
    duplicates: count('duplicate'),
    rejected: count('rejected'),
  };
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
