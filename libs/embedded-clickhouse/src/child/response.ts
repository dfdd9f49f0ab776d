import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { httpStatus, type ClickHouseException } from './exception.js';
import type { Outcome } from './execute.js';

/** Headers that every answer to a query carries. */
export function queryHeaders(response: ServerResponse, queryId: string): void {
  response.setHeader('X-ClickHouse-Server-Display-Name', 'embedded');
  response.setHeader('X-ClickHouse-Query-Id', queryId.replaceAll(/[^\x20-\x7e]/g, '?'));
  response.setHeader('X-ClickHouse-Timezone', 'UTC');
}

/** Sends a result. A file that can't be read to its end breaks the connection: never a silently short answer. */
export async function sendOutcome(response: ServerResponse, outcome: Outcome): Promise<void> {
  response.setHeader('Content-Type', contentType(outcome.format));
  response.setHeader('X-ClickHouse-Format', outcome.format);
  response.setHeader('X-ClickHouse-Summary', summaryHeader(outcome));
  const { content, gzipped } = outcome;
  if (gzipped) response.setHeader('Content-Encoding', 'gzip');
  if ('bytes' in content) {
    response.setHeader('Content-Length', content.bytes.length);
    response.end(content.bytes);
    return;
  }
  response.setHeader('Content-Length', content.size);
  await pipeline(content.stream, response);
}

/** Reports an error as ClickHouse does: status, code in a header, message in the body. */
export function sendException(
  response: ServerResponse,
  exception: ClickHouseException,
  version: string,
): void {
  const body = `${exception.text} (version ${version})\n`;
  response.statusCode = httpStatus(exception.code);
  response.setHeader('X-ClickHouse-Exception-Code', exception.code);
  sendText(response, body);
}

export function sendText(response: ServerResponse, body: string): void {
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

/** Numbers as texts, as ClickHouse writes them. */
function summaryHeader({ summary }: Outcome): string {
  const isInsert = summary.written > 0;
  return JSON.stringify({
    read_rows: String(summary.read),
    read_bytes: String(summary.bytes),
    written_rows: String(summary.written),
    written_bytes: String(isInsert ? summary.bytes : 0),
    total_rows_to_read: '0',
    result_rows: String(summary.read),
    result_bytes: String(summary.bytes),
    elapsed_ns: String(Math.round(summary.seconds * 1e9)),
  });
}

function contentType(format: string): string {
  if (
    /^(JSON|JSONStrings|JSONColumns|JSONCompact|JSONCompactStrings|JSONCompactColumns|JSONColumnsWithMetadata)$/i.test(
      format,
    )
  ) {
    return 'application/json; charset=UTF-8';
  }
  if (/^JSON.*EachRow/i.test(format)) return 'application/x-ndjson; charset=UTF-8';
  if (/^CSV/i.test(format)) return 'text/csv; charset=UTF-8';
  if (/^(TabSeparated|TSV)/i.test(format)) return 'text/tab-separated-values; charset=UTF-8';
  if (/^(Native|RowBinary|Arrow|Parquet|ORC|Avro|MsgPack|Protobuf|BSON|Npy)/i.test(format))
    return 'application/octet-stream';
  return 'text/plain; charset=UTF-8';
}
