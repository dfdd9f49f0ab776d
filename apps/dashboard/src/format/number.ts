const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function formatCount(count: number): string {
  return whole.format(count);
}

/**
 * A share as a percentage. Only all is 100 % and only none is 0 %: what rounding would make so is written as
 * nearly so, since one candidate without an answer is what people look for here.
 */
export function formatRate(rate: number): string {
  const percent = Math.round(rate * 100);
  if (rate < 1 && percent === 100) return '>99 %';
  if (rate > 0 && percent === 0) return '<1 %';
  return `${percent} %`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const scores = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

/** A score or a mean, to one decimal. */
export function formatNumber(value: number): string {
  return scores.format(value);
}
