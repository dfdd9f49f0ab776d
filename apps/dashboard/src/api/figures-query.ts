/** Every query key starts with it, so that one call brings all figures up to date. */
export const FIGURES = 'figures';

export interface FiguresQuery<Value> {
  readonly queryKey: readonly string[];
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Value>;
}

/** @param key what identifies it: paths of the API */
export function figuresQuery<Value>(
  key: readonly string[],
  fetch: (signal: AbortSignal) => Promise<Value>,
): FiguresQuery<Value> {
  return { queryKey: [FIGURES, ...key], queryFn: ({ signal }) => fetch(signal) };
}
