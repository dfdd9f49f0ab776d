import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { Problem } from '../../platform/problem.js';
import { MAX_MAPPING_BYTES } from '../import/limits.js';

/** A file on its way in: what was said about it before, and its bytes as a stream that holds back the sender. */
export interface Upload {
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Readable;
  readonly fileName: string;
}

/** Of every part but the file. */
const MAX_FIELD_BYTES = MAX_MAPPING_BYTES;

/**
 * Reads a multipart request up to its part `file`; all other parts must come before it. Nothing of the file is read
 * ahead: whoever reads the stream sets the pace.
 *
 * @throws Problem 415 for another media type, 400 when the parts are not as they should be
 */
export function openUpload(request: IncomingMessage): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const parser = parserFor(request);
    const fields = new Map<string, string>();
    const pending: Promise<void>[] = [];
    let file: Readable | undefined;
    const fail = (detail: string): void => {
      reject(new Problem(400, 'Upload unreadable', detail));
      file?.destroy(new Error(detail));
    };
    parser.on('field', (name, value, _, isCut) => {
      if (isCut) fail(`The part "${name}" is larger than ${MAX_FIELD_BYTES / 1024} KiB.`);
      else fields.set(name, value);
    });
    parser.on('file', (name, stream, fileName) => {
      if (name !== 'file') {
        // A client may send the mapping as a file too (curl -F mapping=@mapping.yaml).
        const read = textOf(stream).then((text) => void fields.set(name, text));
        pending.push(read.catch((error: unknown) => fail(`The part "${name}": ${(error as Error).message}`)));
        return;
      }
      file = stream;
      // It may break off before anybody reads it; whoever does learns of it then.
      stream.on('error', () => undefined);
      void Promise.all(pending).then(() => resolve({ fields, file: stream, fileName }));
    });
    parser.on('finish', () =>
      fail('The request has no part "file". Send the parts "mapping" and then "file".'),
    );
    parser.on('error', (error) => fail(`The body is not multipart/form-data: ${(error as Error).message}.`));
    const brokeOff = (): void => fail('The upload broke off before its end');
    request.on('error', brokeOff);
    request.on('close', () => {
      if (!request.complete) brokeOff();
    });
    request.pipe(parser);
  });
}

function parserFor(request: IncomingMessage): BusboyInstance {
  const { 'content-type': contentType = '' } = request.headers;
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    const detail = 'Send the file as multipart/form-data with the parts "mapping" and then "file".';
    throw new Problem(415, 'Media type not supported', detail, { allowed: ['multipart/form-data'] });
  }
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { fieldSize: MAX_FIELD_BYTES, fields: 10, files: 3 },
    });
  } catch (error) {
    throw new Problem(400, 'Upload unreadable', (error as Error).message);
  }
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += (chunk as Buffer).byteLength;
    if (length > MAX_FIELD_BYTES) throw new Error(`is larger than ${MAX_FIELD_BYTES / 1024} KiB.`);
    chunks.push(chunk as Buffer);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
