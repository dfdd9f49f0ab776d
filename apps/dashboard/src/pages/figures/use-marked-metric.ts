import { metrics, type MetricName } from '@hearback/domain/metrics';
import { useCallback, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

export interface MarkedMetric {
  /** The metric that the address names after its `#`. */
  readonly name: MetricName | undefined;
  readonly onDrawn: () => void;
}

/**
 * Scrolls to the metric that an address names and puts the focus there: mails link to what their score means. What
 * stands before it gets its height one after the other, so it is scrolled to until all of it is there, or the reader
 * goes on by themselves.
 */
export function useMarkedMetric(): MarkedMetric {
  const { hash, key } = useLocation();
  const name = metrics.find((metric) => `#${metric.name}` === hash)?.name;
  const isLeft = useRef(false);
  const scroll = useCallback(() => {
    if (name !== undefined && !isLeft.current)
      document.getElementById(name)?.scrollIntoView({ block: 'start' });
  }, [name]);
  useEffect(() => {
    if (name === undefined) return;
    isLeft.current = false;
    document.getElementById(name)?.focus({ preventScroll: true });
    scroll();
    const leave = (): void => {
      isLeft.current = true;
    };
    const ways = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
    for (const way of ways) window.addEventListener(way, leave, { passive: true });
    return () => {
      for (const way of ways) window.removeEventListener(way, leave);
    };
    // The same address once more is asked for anew: then it has another key.
  }, [name, scroll, key]);
  return { name, onDrawn: scroll };
}
