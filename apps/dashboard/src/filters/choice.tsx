import { Suspense } from 'react';
import { lazyAgain } from '../elements/lazy-again.js';
import { PopoverButton } from '../elements/popover-button.js';

const ChoiceList = lazyAgain(() => import('./choice-list.js'));

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface ChoiceProps {
  /** "Teams": what is chosen from, in the plural. */
  readonly title: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly testId: string;
}

function summarise(title: string, options: readonly Option[], chosen: readonly string[]): string {
  if (chosen.length === 0) return `All ${title.toLowerCase()}`;
  if (chosen.length > 1) return `${chosen.length} ${title.toLowerCase()}`;
  return labelOf(options, chosen[0]!);
}

function labelOf(options: readonly Option[], chosen: string): string {
  return options.find(({ value }) => value === chosen)?.label ?? chosen;
}

/** Several of many. None chosen means all of them. */
export function Choice({ title, options, chosen, onChange, testId }: ChoiceProps) {
  const known = new Set(options.map(({ value }) => value));
  // A link may name what this organisation does not have: it stays visible, so that it can be taken off.
  const all = [
    ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, label: value })),
    ...options,
  ];
  const summary = summarise(title, options, chosen);
  return (
    <PopoverButton
      testId={testId}
      className={`field${chosen.length > 0 ? ' is-chosen' : ''}`}
      label={`${title}: ${summary}`}
      summary={
        <>
          <span className="field-label">{title}</span>
          <span className="field-value" dir="auto">
            {summary}
            {chosen.length > 1 && (
              <span className="print-only">
                : {chosen.map((value) => labelOf(options, value)).join(', ')}
              </span>
            )}
          </span>
        </>
      }
    >
      {() => (
        <Suspense fallback={<p className="muted">Loading…</p>}>
          <ChoiceList title={title} options={all} chosen={chosen} onChange={onChange} />
        </Suspense>
      )}
    </PopoverButton>
  );
}
