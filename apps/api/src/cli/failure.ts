/** The command could not be done; the message says why and what to do. */
export class Failure extends Error {}

/** Nothing was begun, because the service is not there or not ready; a later try may succeed. */
export class NotReady extends Failure {
  /**
   * @param state how things stand, as a sentence
   * @param remedy what to do when waiting does not help
   */
  constructor(
    readonly state: string,
    private readonly remedy = '',
  ) {
    super(sentences(state, remedy));
  }

  /** The same, when that time was spent waiting. */
  after(seconds: number): Failure {
    return new Failure(sentences(this.state, `It was not ready within ${seconds} s.`, this.remedy));
  }
}

/** The command was called in a way that can't work. */
export class WrongUse extends Error {}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
