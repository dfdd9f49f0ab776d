import type { WriteStream } from 'node:tty';

const WIDTH = 30;

/** A bar that redraws itself on a terminal; elsewhere a line every tenth of the way. */
export class ProgressLine {
  #lastTenth = -1;

  constructor(private readonly stream: WriteStream) {}

  /** @param share 0 to 1 */
  show(share: number, text: string): void {
    const done = Math.max(0, Math.min(1, share));
    const percent = `${Math.round(done * 100)} %`;
    if (this.stream.isTTY) {
      const bar = '█'.repeat(Math.round(done * WIDTH)).padEnd(WIDTH, '░');
      this.stream.write(`\r${bar} ${percent}  ${text}\u001b[K`);
      return;
    }
    const tenth = Math.floor(done * 10);
    if (tenth === this.#lastTenth) return;
    this.#lastTenth = tenth;
    this.stream.write(`${percent}  ${text}\n`);
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K');
  }
}
