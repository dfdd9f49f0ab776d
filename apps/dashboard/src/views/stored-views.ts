/** A page with its filter under a name. */
export interface StoredView {
  readonly name: string;
  /** Path and query within the dashboard. */
  readonly address: string;
}

const KEY = 'hearback.views';
/** A name that is longer is no name. */
export const LONGEST_NAME = 60;
const MOST = 50;

/** What is kept in this browser; what can't be read counts as nothing. */
export function parseViews(text: string | null): readonly StoredView[] {
  if (text === null) return [];
  try {
    const views = JSON.parse(text) as unknown;
    return Array.isArray(views) ? views.filter(isView) : [];
  } catch {
    return [];
  }
}

/** Only addresses of this dashboard: what is kept in a browser may have been written by anybody. */
function isView(value: unknown): value is StoredView {
  const { name, address } = (value ?? {}) as Partial<StoredView>;
  return typeof name === 'string' && typeof address === 'string' && /^\/(?![/\\])/.test(address);
}

/** A name that is taken is given to the new view. */
export function withView(views: readonly StoredView[], view: StoredView): readonly StoredView[] {
  const others = views.filter(({ name }) => name !== view.name);
  return [...others, view].slice(-MOST);
}

export function readViews(): readonly StoredView[] {
  try {
    return parseViews(localStorage.getItem(KEY));
  } catch {
    return [];
  }
}

/** @returns whether this browser keeps anything */
export function writeViews(views: readonly StoredView[]): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(views));
    return true;
  } catch {
    return false;
  }
}
