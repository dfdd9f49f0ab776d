import { type Pages } from '../api/use-pages.js';
import { formatCount } from '../format/number.js';

interface MoreButtonProps {
  readonly pages: Pick<Pages<unknown>, 'more' | 'isLoadingMore'>;
  readonly shown: number;
  readonly total: number;
  /** What is listed, in the plural. */
  readonly what: string;
}

/** How much of a list stands there, and the rest of it. */
export function MoreButton({ pages, shown, total, what }: MoreButtonProps) {
  return (
    <p className="table-foot" role="status">
      {shown < total ? `${formatCount(shown)} of ${formatCount(total)}` : formatCount(total)} {what}
      {pages.more !== undefined && (
        <>
          {' '}
          <button type="button" className="link" onClick={pages.more} data-testid="more">
            Show more
          </button>
        </>
      )}
      {pages.isLoadingMore && ' – loading more…'}
    </p>
  );
}
