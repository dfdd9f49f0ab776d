import { type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';

interface NarrowedToProps {
  /** What of the address narrows the list. */
  readonly parameter: string;
  /** How the way back is called. */
  readonly widen: string;
  readonly children: ReactNode;
}

/** Says that a list holds only a part, and leads to all of it: nobody is to take the part for the whole. */
export function NarrowedTo({ parameter, widen, children }: NarrowedToProps) {
  const [params] = useSearchParams();
  const rest = new URLSearchParams(params);
  rest.delete(parameter);
  return (
    <p className="narrowed" data-testid="narrowed">
      <span>{children}</span>{' '}
      <Link to={{ search: rest.toString() }} data-testid="widen">
        {widen}
      </Link>
    </p>
  );
}
