/** An absolute path of a file, but not one of an address; paths of this service's own routes are no files. */
const PATH = /(?<![\w.:/-])\/(?!(?:api|health|metrics|internal)\b)(?:[\w.@+-]+\/)+[\w.@+-]*/g;

/**
 * The message of a library's error, for clients: where files of this machine are is nobody's business but the
 * operator's, who finds the whole message in the log.
 */
export function withoutPaths(message: string): string {
  return message.replace(PATH, '(a file of the service)');
}
