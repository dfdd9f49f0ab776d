/** An error as ClickHouse's HTTP interface reports it. */
export class ClickHouseException extends Error {
  /**
   * @param code ClickHouse's error number
   * @param text `Code: N. DB::Exception: ... (NAME)`
   */
  constructor(
    readonly code: number,
    readonly text: string,
  ) {
    super(text);
    this.name = 'ClickHouseException';
  }
}

/** An error of the listener itself, in the engine's words. */
export function clickHouseError(code: number, name: string, message: string): ClickHouseException {
  return new ClickHouseException(code, `Code: ${code}. DB::Exception: ${message}. (${name})`);
}

/** A failure for lack of room, whoever met it: the engine reports some of them as files that can't be opened or synced. */
const NO_ROOM = /\bENOSPC\b|\bEDQUOT\b|errno: (?:28|122)\b|No space left on device|Disk quota exceeded/;
const CODE = /\bCode: (\d+)\./;

/** Any failure as a ClickHouse exception; what carries no code becomes 1002 UNKNOWN_EXCEPTION. */
export function toClickHouseException(error: unknown): ClickHouseException {
  if (error instanceof ClickHouseException) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (NO_ROOM.test(message) && !message.includes('(NOT_ENOUGH_SPACE)'))
    return clickHouseError(243, 'NOT_ENOUGH_SPACE', `The disk is full: ${message.trimEnd()}`);
  const code = CODE.exec(message)?.[1];
  if (code !== undefined) return new ClickHouseException(Number(code), message.trimEnd());
  return clickHouseError(1002, 'UNKNOWN_EXCEPTION', message.trimEnd());
}

// The table of ClickHouse's exceptionCodeToHTTPStatus (26.x).
const STATUS: ReadonlyMap<number, readonly number[]> = new Map([
  // BAD_ARGUMENTS, CANNOT_PARSE_*, SYNTAX_ERROR, TYPE_MISMATCH, INCORRECT_DATA and their like
  [
    400,
    [
      6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675,
      676,
    ],
  ],
  // REQUIRED_PASSWORD
  [401, [194]],
  // UNKNOWN_USER, WRONG_PASSWORD, ACCESS_DENIED, SET_NON_GRANTED_ROLE, AUTHENTICATION_FAILED
  [403, [192, 193, 497, 512, 516]],
  // UNKNOWN_TABLE, _FUNCTION, _IDENTIFIER, _TYPE, _STORAGE, _DATABASE, _SETTING, _FORMAT and their like
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511]],
  // TIMEOUT_EXCEEDED
  [408, [159]],
  // HTTP_LENGTH_REQUIRED
  [411, [381]],
  // QUERY_IS_TOO_LARGE
  [413, [229]],
  // UNSUPPORTED_MEDIA_TYPE
  [415, [779]],
  // NOT_IMPLEMENTED
  [501, [48]],
  // CANNOT_OPEN_FILE, SOCKET_TIMEOUT, CANNOT_SCHEDULE_TASK
  [503, [76, 209, 439]],
]);

const STATUS_OF_CODE = new Map(
  [...STATUS].flatMap(([status, codes]) => codes.map((code) => [code, status] as const)),
);

/** The HTTP status that ClickHouse 26.x answers with for an error number; 500 for most. */
export function httpStatus(code: number): number {
  return STATUS_OF_CODE.get(code) ?? 500;
}
