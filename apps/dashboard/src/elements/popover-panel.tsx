import { type ReactNode, type RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';

interface PopoverPanelProps {
  readonly trigger: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Keeps the focus while it is open and gives it back, stays on the screen, and leaves the page behind it untouched. */
export default function PopoverPanel({ trigger, label, onClose, children }: PopoverPanelProps) {
  return (
    <Popover
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement="bottom start"
      offset={4}
      containerPadding={8}
      className="panel"
    >
      <Dialog aria-label={label} className="panel-body">
        {children}
      </Dialog>
    </Popover>
  );
}
