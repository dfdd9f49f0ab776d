import { type MetricDeclaration } from '@hearback/domain/metrics';
import { PopoverButton } from '../elements/popover-button.js';

/** What a number means, one click from where it stands. */
export function Definition({ metric }: { readonly metric: MetricDeclaration }) {
  return (
    <PopoverButton
      className="definition"
      summary="?"
      label={metric.title}
      name={`What is ${metric.title.toLowerCase()}?`}
    >
      {() => (
        <>
          <p>
            <strong>{metric.title}</strong>
          </p>
          <p>{metric.definition}</p>
          <p className="muted">Definition version {metric.version}</p>
        </>
      )}
    </PopoverButton>
  );
}
