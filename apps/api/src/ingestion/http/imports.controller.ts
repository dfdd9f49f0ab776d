import { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, HttpCode, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { Problem } from '../../platform/problem.js';
import type { ImportState } from '../import/import-state.js';
import { ImportFailed } from '../import/row.js';
import type { ImportFormat } from '../import/import-format.js';
import { ImportsBusy, ImportService, type StartedImport } from '../import/import.service.js';
import { MappingError } from '../import/mapping.js';
import { MappingWorkerEnded } from '../import/worker/mapping-worker.js';
import { importBody } from './documented-bodies.js';
import { discardRest } from './read-body.js';
import { openUpload, type Upload } from './upload.js';

/** The door for files. */
@ApiTags('imports')
@Controller('api/v1/imports')
export class ImportsController {
  constructor(private readonly imports: ImportService) {}

  /** Takes a file while it is being uploaded, no faster than its events become durable, and answers at its end. */
  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Import a CSV or JSONL file by a mapping (docs/import.md)' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(importBody)
  @ApiCreatedResponse({ description: 'The import, at its end' })
  @ApiUnprocessableEntityResponse({
    description: 'The mapping is not usable, or the file can’t be read to its end',
  })
  async create(
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<ImportState> {
    try {
      const started = await this.#start(await openUpload(request));
      response.setHeader('location', `/api/v1/imports/${started.id}`);
      const state = await started.done;
      if (state.state === 'failed') throw failed(state);
      return state;
    } catch (error) {
      discardRest(request);
      throw error;
    }
  }

  @Get()
  @ApiOperation({ summary: 'The imports since the start of the service' })
  @ApiOkResponse({ description: 'The imports, the latest first' })
  list(): { readonly imports: readonly ImportState[] } {
    return { imports: this.imports.list() };
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far an import is' })
  @ApiOkResponse({ description: 'The import' })
  progress(@Param('id') id: string): ImportState {
    return this.imports.progress(id) ?? unknown(id);
  }

  @Get(':id/rejected')
  @ApiOperation({ summary: 'The rows that failed, with the reason of each' })
  @ApiOkResponse({ description: 'The rows', content: { 'text/csv': { schema: { type: 'string' } } } })
  rejected(@Param('id') id: string): StreamableFile {
    const rows = this.imports.failedRows(id) ?? unknown(id);
    return new StreamableFile(rows, {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="import-${id}-rejected.csv"`,
    });
  }

  async #start({ fields, file, fileName }: Upload): Promise<StartedImport> {
    const yaml = fields.get('mapping');
    if (yaml === undefined) {
      const detail = 'The part "mapping" is missing, or comes after "file"; it must come first.';
      throw new Problem(400, 'Upload unreadable', detail);
    }
    try {
      return await this.imports.start({
        stream: file,
        format: formatOf(fields.get('format'), fileName),
        mapping: yaml,
        dryRun: flag('dryRun', fields.get('dryRun')),
        name: fileName,
      });
    } catch (error) {
      throw error instanceof Error ? notStarted(error) : error;
    }
  }
}

function formatOf(format: string | undefined, fileName: string): ImportFormat {
  if (format === 'csv' || format === 'jsonl') return format;
  if (format !== undefined)
    throw new Problem(400, 'Upload unreadable', `"format" must be csv or jsonl, not "${format}".`);
  return /\.(jsonl|ndjson)$/i.test(fileName) ? 'jsonl' : 'csv';
}

function flag(name: string, text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw new Problem(400, 'Upload unreadable', `"${name}" must be true or false, not "${text}".`);
}

function notStarted(error: Error): Error {
  if (error instanceof MappingError)
    return new Problem(422, 'Mapping not usable', error.message, { problems: error.faults });
  if (error instanceof ImportFailed) return new Problem(422, 'Import failed', error.message);
  if (error instanceof ImportsBusy)
    return new Problem(503, 'Import not started', `${error.message} Try again later.`, {}, RETRY_LATER);
  if (error instanceof MappingWorkerEnded)
    return new Problem(
      503,
      'Import not started',
      `It broke off: ${error.message}. Run it again.`,
      {},
      RETRY_LATER,
    );
  return error;
}

const RETRY_LATER = { 'retry-after': '5' };

function failed(state: ImportState): Problem {
  const detail = state.error ?? 'The import failed.';
  return state.fault === 'service'
    ? new Problem(503, 'Import broke off', detail, { import: state }, RETRY_LATER)
    : new Problem(422, 'Import failed', detail, { import: state });
}

function unknown(id: string): never {
  throw new Problem(
    404,
    'Import not known',
    `There is no import "${id}". Imports are remembered until the service is restarted.`,
  );
}
