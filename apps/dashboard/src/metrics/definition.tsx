import { type MetricDeclaration } from '@hearback/domain/metrics';
import { Disclosure } from '../elements/disclosure.js';

/** What a number means, one click from where it stands. */
export function Definition({ metric }: { readonly metric: MetricDeclaration }) {
  return (
    <Disclosure className="definition" summary="?" label={`What is ${metric.title.toLowerCase()}?`}>
      <p>
        <strong>{metric.title}</strong>
      </p>
      <p>{metric.definition}</p>
      <p className="muted">Definition version {metric.version}</p>
    </Disclosure>
  );
}
