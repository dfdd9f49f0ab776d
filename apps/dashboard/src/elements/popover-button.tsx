import { Suspense, useRef, useState, type ReactNode } from 'react';
import { lazyAgain } from './lazy-again.js';
import { LoadBoundary } from './load-boundary.js';

// The library behind it is as large as the first page: it comes when something is opened.
const PopoverPanel = lazyAgain(() => import('./popover-panel.js'));

interface PopoverButtonProps {
  /** What stands on the button. */
  readonly summary: ReactNode;
  /** What it opens, in words: the panel's name. */
  readonly label: string;
  /** The button's own name, where what stands on it says too little. */
  readonly name?: string;
  readonly className?: string;
  readonly testId?: string;
  /** The panel. `close` is for choices that are made with one step. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a panel beside it: closed by Escape, by a click elsewhere, or by what is in it. */
export function PopoverButton({
  summary,
  label,
  name,
  className = '',
  testId,
  children,
}: PopoverButtonProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        data-testid={testId}
        onClick={() => setOpen(!isOpen)}
        // The panel itself may still be on its way.
        onKeyDown={({ key }) => key === 'Escape' && close()}
      >
        {summary}
      </button>
      {isOpen && (
        <LoadBoundary fallback={<span role="alert">could not be loaded: the service is away</span>}>
          <Suspense>
            <PopoverPanel trigger={trigger} label={label} onClose={close}>
              {children(close)}
            </PopoverPanel>
          </Suspense>
        </LoadBoundary>
      )}
    </>
  );
}
