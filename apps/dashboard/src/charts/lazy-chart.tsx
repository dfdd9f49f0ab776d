import { type ComponentType } from 'react';
import { lazyAgain } from '../elements/lazy-again.js';
import { LoadBoundary } from '../elements/load-boundary.js';

/** A chart whose code comes when it is drawn. While it does not, the figures around it stay where they are. */
export function lazyChart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  const Chart = lazyAgain(load);
  const away = (
    <p className="muted" role="status">
      The chart could not be loaded: the service is away. It comes by itself; its figures are in the table.
    </p>
  );
  return function LazyChart(props) {
    return (
      <LoadBoundary byItself fallback={away}>
        <Chart {...props} />
      </LoadBoundary>
    );
  };
}
