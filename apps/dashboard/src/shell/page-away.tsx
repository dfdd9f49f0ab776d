import { useEffect, useRef, useState } from 'react';
import { RETRY_MS } from '../api/use-fetched.js';
import { type NotLoaded } from '../elements/lazy-again.js';
import { hasReloaded, isServed, reload } from './reload.js';

interface PageAwayProps {
  readonly error: NotLoaded;
  readonly onLoaded: () => void;
}

/** A page whose code did not come, in an outage mostly: it opens by itself when the service is back. */
export function PageAway({ error, onLoaded }: PageAwayProps) {
  const card = useRef<HTMLDivElement>(null);
  const [isStuck, setStuck] = useState(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const tryAgain = async (): Promise<void> => {
      const outcome = await load(error);
      if (isGone) return;
      if (outcome === 'loaded') {
        // The focus must not fall out of the page together with the button that had it.
        if (card.current?.contains(document.activeElement) === true)
          document.getElementById('content')?.focus({ preventScroll: true });
        onLoaded();
        return;
      }
      if (outcome === 'missing' && !hasReloaded()) {
        reload();
        return;
      }
      setStuck(outcome === 'missing');
      timer = setTimeout(() => void tryAgain(), RETRY_MS);
    };
    timer = setTimeout(() => void tryAgain(), RETRY_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [error, onLoaded]);

  return (
    <div ref={card} className="card state state-outage" role="alert" data-testid="page-failed">
      <h1>This page could not be opened</h1>
      {isStuck ? (
        <>
          <p>The service answers, but does not send this page. No figure is lost.</p>
          <button type="button" className="button" onClick={reload}>
            Load it again
          </button>
        </>
      ) : (
        <p>The service was away while it was fetched. It opens by itself as soon as the service is back.</p>
      )}
    </div>
  );
}

/**
 * - `loaded`: it can be drawn
 * - `away`: nothing comes from the service
 * - `missing`: the service is there, and still the code does not come: it is of a build that is gone, or the browser
 *   keeps the failure (each has its own way there). Only a new document helps.
 */
async function load({ again }: NotLoaded): Promise<'loaded' | 'away' | 'missing'> {
  const attempt = (): Promise<boolean> =>
    again().then(
      () => true,
      () => false,
    );
  if (await attempt()) return 'loaded';
  if (!(await isServed())) return 'away';
  // It may have come back between the two.
  return (await attempt()) ? 'loaded' : 'missing';
}
