import type { IncomingMessage } from 'node:http';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';
import { Problem } from '../problem.js';

/** What one request may hold; see {@link BodyBudget}. */
class Share {
  #bytes = 0;
  #counted = 0;

  constructor(private readonly budget: BodyBudget) {}

  take(bytes: number): void {
    this.#bytes += bytes;
    const more = Math.max(0, this.#bytes - this.budget.freeBytesPerBody) - this.#counted;
    this.budget.take(more);
    this.#counted += more;
  }

  release(): void {
    this.budget.give(this.#counted);
    this.#counted = 0;
  }
}

const shares = new WeakMap<IncomingMessage, Share>();

/**
 * Bounds the memory that the bodies of all requests hold together, from their first byte until their route is done
 * with them, whether the client is still there or not.
 */
export class BodyBudget implements NestInterceptor {
  #bytes = 0;

  /**
   * @param limit of all together, in bytes
   * @param freeBytesPerBody of each body so much is not counted
   */
  constructor(
    private readonly limit: number,
    readonly freeBytesPerBody: number,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const share = new Share(this);
    shares.set(context.switchToHttp().getRequest<IncomingMessage>(), share);
    return next.handle().pipe(finalize(() => share.release()));
  }

  /** @throws Problem 503 beyond the limit */
  take(bytes: number): void {
    if (bytes > 0 && this.#bytes + bytes > this.limit) {
      const detail =
        'The bodies of requests under way take all the memory that there is for them. ' +
        'Nothing of this one was recorded; send it again in a few seconds, or in smaller parts.';
      throw new Problem(503, 'Too much at once', detail, {}, { 'retry-after': '5' });
    }
    this.#bytes += bytes;
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/**
 * For whoever keeps parts of a body: counts them towards what all requests may hold.
 * @throws Problem 503 when that is too much; the part must not be kept then
 */
export function holdBytes(request: IncomingMessage, bytes: number): void {
  shares.get(request)?.take(bytes);
}
