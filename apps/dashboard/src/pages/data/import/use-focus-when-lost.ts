import { useEffect, type RefObject } from 'react';

/** Takes the focus when what had it is gone; somebody who is elsewhere on the page stays there. */
export function useFocusWhenLost(target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (isFocusLost()) target.current?.focus();
  }, [target]);
}

/** Nothing that is in sight has the focus. */
export function isFocusLost(): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.closest('[hidden]') !== null;
}
