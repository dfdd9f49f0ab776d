import { createElement, lazy, type ComponentType } from 'react';

/** Code that did not come. Whoever shows the failure can ask for it again. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';

  constructor(
    /** Fetches it; once that succeeded, what threw this can be drawn again. */
    readonly again: () => Promise<void>,
    options: ErrorOptions,
  ) {
    super('The service did not send this part of the dashboard.', options);
  }
}

/**
 * As React's `lazy`, which keeps a failure for as long as the page is open: here it lasts until the code has come.
 * A part is only exchanged after that, or drawing it would ask without end.
 */
export function lazyAgain<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  const again = async (): Promise<void> => {
    const loaded = await load();
    part.current = lazy(() => Promise.resolve(loaded));
  };
  const part = {
    current: lazy(async () => {
      try {
        return await load();
      } catch (cause) {
        throw new NotLoaded(again, { cause });
      }
    }),
  };
  return function Loaded(props) {
    return createElement<Props>(part.current as ComponentType<Props>, props);
  };
}
