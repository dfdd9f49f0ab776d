import { type MappingFault } from '../../../api/data-send-import.js';
import { plural } from '../../../format/number.js';

interface MappingFaultsProps {
  readonly faults: readonly MappingFault[];
  readonly id?: string;
}

/** Where a mapping can't be used, and why. */
export function MappingFaults({ faults, id }: MappingFaultsProps) {
  return (
    <div className="data-faults" id={id} role="group" aria-label="Faults of the mapping">
      <p>
        <strong>The mapping cannot be used yet: {plural(faults.length, 'fault')}.</strong>
      </p>
      <ul className="data-problems">
        {faults.map(({ path, message }, index) => (
          <li key={index} data-testid="mapping-fault">
            <code>{path === '' ? '(whole mapping)' : path}</code> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
