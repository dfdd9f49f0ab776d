/** What the charts have in common: quiet axes without marks, and lines across. Spread into what recharts draws. */
const tick = { fill: 'var(--ink-soft)', fontSize: 12 };

export const label = tick;
export const grid = { vertical: false, stroke: 'var(--line)' };
export const along = { tick, tickLine: false, axisLine: { stroke: 'var(--line-strong)' } };
export const upward = { tick, tickLine: false, axisLine: false };
/** Neither drawn again nor moved: figures change while somebody looks. */
export const still = { connectNulls: false, isAnimationActive: false };
export const hover = { cursor: { stroke: 'var(--line-strong)' }, isAnimationActive: false };

/** Of the chart itself. The library's own keyboard layer reads out nothing: a table beside the chart does. */
export const plain = { margin: { top: 16, right: 16, bottom: 0, left: 0 }, accessibilityLayer: false };

/** What is under the pointer, as it was handed to the chart: the library does not say of which kind it is. */
export function hovered<T>(payload: readonly unknown[]): T | undefined {
  return (payload[0] as { readonly payload?: T } | undefined)?.payload;
}
