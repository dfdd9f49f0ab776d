/** What went wrong, as a client reads it (RFC 9457). Thrown anywhere behind a controller; no status code lives deeper. */
export class Problem extends Error {
  override readonly name = 'Problem';

  /**
   * @param status HTTP status
   * @param title the kind of problem in a few words, the same for all its occurrences
   * @param detail what happened this time, and what to do about it
   * @param extras further members of the body
   */
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly extras: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  /** The body of the answer. */
  toJSON(): Record<string, unknown> {
    return { title: this.title, status: this.status, detail: this.detail, ...this.extras };
  }
}
