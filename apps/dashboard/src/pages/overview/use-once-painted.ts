import { useEffect, useState } from 'react';

/** A page in the background paints nothing, and goes on all the same. */
const LATEST_MS = 100;

/** Only the first page of a visit is waited for; going back to one, a browser looks for the place where it was. */
let isFirst = true;

/** Whether something is there and was painted: what comes next does not take the time of what is to be seen first. */
export function useOncePainted(isThere: boolean): boolean {
  const [isPainted, setPainted] = useState(!isFirst);
  useEffect(() => {
    if (!isThere || !isFirst) return undefined;
    const done = (): void => {
      isFirst = false;
      setPainted(true);
    };
    let timer = setTimeout(done, LATEST_MS);
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      timer = setTimeout(done);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [isThere]);
  return isThere && isPainted;
}
