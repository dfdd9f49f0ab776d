import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_EVENT_BYTES } from '@hearback/domain';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';
import { readBody } from '../../ingestion/http/read-body.js';
import { atMostValues } from '../../ingestion/http/scanned-body.js';
import { documentedBody } from '../../platform/documented-body.js';
import { ORGANISATION, type Organisation } from '../../platform/organisation.js';
import { strict } from '../../platform/parameters.js';
import { Problem } from '../../platform/problem.js';
import { unknownDeadLetter } from '../dead-letters.controller.js';
import { filterOf } from '../parameters.js';
import { ChosenLetters } from './chosen-letters.js';
import { MOST_IDS, parseReplayBody, replayBody } from './replay-body.js';
import type { ReplayResult, ReplayRun } from './replay-run.js';
import { Replays, type Choice } from './replays.service.js';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const REMEDY = 'Choose by a filter, or in several requests.';
const REPLAY_EXAMPLE = { all: true, filter: { reason: ['invalid-data'], outcome: 'none' }, dryRun: true };

const runParameters = strict({ from: z.coerce.number().int().min(0).default(0) });
const mendedParameters = strict({
  dryRun: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true'),
});

@ApiTags('dead letters')
@Controller('api/v1/dead-letters')
export class ReplaysController {
  constructor(
    private readonly replays: Replays,
    private readonly chosen: ChosenLetters,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  @Post('replay')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send dead letters again as they came: some by their ids, or all of a filter',
    description:
      'They are judged by the rules of today. Sending them again twice changes nothing the second time. With dryRun nothing is sent.',
  })
  @ApiBody(documentedBody(replayBody, REPLAY_EXAMPLE))
  @ApiOkResponse({ description: 'What became of each' })
  @ApiNotFoundResponse({ description: 'At one of the ids, no message was rejected' })
  @ApiAcceptedResponse({
    description: 'More than 200: it goes on, and GET /api/v1/dead-letters/replays/{id} tells how far',
  })
  async replay(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<ReplayRun> {
    assertJson(request, /^application\/json\b/i, 'application/json');
    const body = parseReplayBody(
      await readBody(request, MAX_BODY_BYTES, REMEDY, atMostValues(MOST_IDS + 100, REMEDY)),
    );
    const run = await this.replays.start(await this.#choice(body), body.dryRun);
    response.statusCode = run.state === 'running' ? 202 : 200;
    return run;
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a message that was mended by hand in place of a dead letter' })
  @ApiParam({ name: 'id', type: String })
  @ApiBody({ schema: { type: 'object', description: 'The mended CloudEvent' } })
  @ApiOkResponse({ description: 'What became of it; recorded or duplicate: the dead letter is resolved' })
  async mended(
    @Param('id') id: string,
    @Req() request: IncomingMessage,
    @Query({ schema: mendedParameters }) { dryRun }: z.infer<typeof mendedParameters>,
  ): Promise<ReplayResult> {
    assertJson(request, /^application\/(cloudevents\+)?json\b/i, 'application/cloudevents+json');
    const bytes = await readBody(request, MAX_EVENT_BYTES, 'An event has at most 1 MiB.');
    if (bytes.byteLength === 0) {
      const detail =
        'The body is empty. Send the mended CloudEvent, or the original with POST /api/v1/dead-letters/replay.';
      throw new Problem(400, 'Invalid body', detail);
    }
    if (!(await this.chosen.existing([id])).has(id)) throw unknownDeadLetter(id);
    return this.replays.sendMended({ id, bytes }, dryRun);
  }

  @Get('replays/:run')
  @ApiOperation({ summary: 'How far a replay is, and what became of each dead letter, 500 at a time' })
  @ApiParam({ name: 'run', type: String })
  @ApiOkResponse({ description: 'The run with its results from the given one on' })
  async run(
    @Param('run') id: string,
    @Query({ schema: runParameters }) { from }: z.infer<typeof runParameters>,
  ): Promise<ReplayRun> {
    const found = await this.replays.find(id, from);
    if (found !== undefined) return found;
    const detail = `There is no replay "${id}", or it is forgotten; what became of each message stands with it.`;
    throw new Problem(404, 'Unknown replay', detail);
  }

  async #choice({ ids, filter }: ReturnType<typeof parseReplayBody>): Promise<Choice> {
    if (ids === undefined) return { filter: filterOf(filter ?? {}, this.organisation.timeZone) };
    const wanted = [...new Set(ids)];
    const existing = await this.chosen.existing(wanted);
    const unknown = wanted.filter((id) => !existing.has(id));
    if (unknown.length > 0) throw unknownDeadLetter(...unknown);
    return { ids: wanted };
  }
}

/** Forms of a foreign page can't send JSON, so nothing else is taken. */
function assertJson(request: IncomingMessage, taken: RegExp, name: string): void {
  if (taken.test(request.headers['content-type'] ?? '')) return;
  throw new Problem(415, 'Unsupported media type', `Send the body as ${name}.`);
}
