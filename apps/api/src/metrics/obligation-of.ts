import type { MetricDeclaration, ObligationKind } from '@hearback/domain';

/** The kind of obligation that a metric counts. */
export function obligationOf({ name, obligation }: MetricDeclaration): ObligationKind {
  if (obligation === undefined) throw new Error(`${name} counts no obligations`);
  return obligation;
}
