import { Controller, Sse, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { interval, map, merge, ReplaySubject, takeUntil, throttleTime, type Observable } from 'rxjs';
import { ReadModelMoved } from '../projection/read-model-moved.event.js';

const AT_MOST_EVERY_MS = 500;
/** Below the idle limits of common proxies, and how an open page notices that the service is gone. */
const KEEP_ALIVE_MS = 15_000;

@ApiTags('stream')
@Controller('api/v1/stream')
export class StreamController implements OnModuleDestroy {
  /** Keeps its value, for streams that are opened when the end has begun. */
  readonly #stopped = new ReplaySubject<void>(1);

  constructor(private readonly events: EventBus) {}

  /** A stopping service waits for its answers, and these would never end. */
  onModuleDestroy(): void {
    this.#stopped.next();
  }

  @Sse()
  @ApiOperation({ summary: 'Server-sent events: `projected` whenever figures may have moved' })
  @ApiOkResponse({
    description: 'Goes on until the client closes it, or the service stops',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  stream(): Observable<MessageEvent> {
    const moved = this.events.pipe(
      ofType(ReadModelMoved),
      // The last signal of a burst must get through too, or a page would stay behind.
      throttleTime(AT_MOST_EVERY_MS, undefined, { leading: true, trailing: true }),
      map((): MessageEvent => ({ type: 'projected', data: {} })),
    );
    const alive = interval(KEEP_ALIVE_MS).pipe(map((): MessageEvent => ({ type: 'alive', data: {} })));
    return merge(moved, alive).pipe(takeUntil(this.#stopped));
  }
}
