import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { readBody } from '../ingestion/http/read-body.js';
import { HarmlessCsv } from '../platform/harmless-csv.js';
import { Problem } from '../platform/problem.js';
import { deliver, Unread } from './deliver.js';
import { LIMITS } from './limits.js';
import { FORMATS, SqlService, type Format } from './sql.service.js';

const MAX_BYTES = 64 * 1024;
const NAMES = Object.keys(FORMATS);

@ApiTags('sql')
@Controller('api/v1/sql')
export class SqlController {
  constructor(private readonly service: SqlService) {}

  @Post()
  @ApiOperation({
    summary: 'One SELECT over the documented views (docs/sql.md), read-only and within limits',
  })
  @ApiConsumes('text/plain')
  @ApiBody({ schema: { type: 'string', minLength: 1, example: 'SELECT count() FROM interviews' } })
  @ApiQuery({ name: 'format', enum: NAMES, required: false })
  @ApiQuery({
    name: 'raw',
    enum: ['true', 'false'],
    required: false,
    description: 'CSV with texts exactly as they are, also those that a spreadsheet would take for a formula',
  })
  @ApiOkResponse({
    description: 'The rows, in the chosen format',
    content: Object.fromEntries(Object.values(FORMATS).map((type) => [type.replace(/;.*/, ''), {}])),
  })
  @ApiResponse({ status: 422, description: 'Too much for one question' })
  @ApiResponse({ status: 429, description: 'Too many questions at once' })
  @ApiResponse({
    status: 501,
    description: 'The account of the store may not make the role that questions need',
  })
  async ask(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Query('format') format: unknown,
    @Query('raw') raw: unknown,
  ): Promise<void> {
    const chosen = formatOf(format);
    // Read whatever the format: a wrong one is no smaller mistake where it changes nothing.
    const isAsWritten = isRaw(raw);
    const isHarmless = isCsv(chosen) && !isAsWritten;
    const type = request.headers['content-type'] ?? 'text/plain';
    // A form of a foreign page can send text/plain; see own-pages-only.ts.
    if (!/^(text\/plain|application\/sql)\b/i.test(type)) {
      throw new Problem(415, 'Unsupported media type', 'Send the statement as text/plain.');
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const body = await readBody(request, MAX_BYTES, 'A statement has at most 64 KiB.');
    const answer = await this.service.ask(body.toString('utf8'), chosen, gone.signal);
    response.statusCode = 200;
    response.setHeader('content-type', FORMATS[chosen]);
    await deliver(answer, response, LIMITS.resultBytes, isHarmless ? [new HarmlessCsv()] : []).catch(
      (error: unknown) => {
        // An answer that broke off is cut off; nobody is there to tell when the asker went away.
        if (!gone.signal.aborted && !(error instanceof Unread)) throw error;
      },
    );
  }
}

const isCsv = (format: Format): boolean => format === 'CSV' || format === 'CSVWithNames';

function isRaw(raw: unknown): boolean {
  if (raw === undefined || raw === 'false') return false;
  if (raw === 'true') return true;
  throw new Problem(400, 'Invalid parameters', 'raw: must be true or false');
}

function formatOf(format: unknown): Format {
  if (format === undefined) return 'CSVWithNames';
  const known = NAMES.find((name) => name === format);
  if (known !== undefined) return known as Format;
  throw new Problem(400, 'Unknown format', `format is one of ${NAMES.join(', ')}.`, { formats: NAMES });
}
