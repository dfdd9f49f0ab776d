import { useEffect, useRef, type ReactNode } from 'react';

interface DisclosureProps {
  readonly summary: ReactNode;
  /** When the summary's text says too little by itself. */
  readonly label?: string;
  readonly className?: string;
  readonly children: ReactNode;
  readonly testId?: string;
}

/** A native `<details>` that floats: it also closes on Escape and when the reader goes on elsewhere. */
export function Disclosure({ summary, label, className = '', children, testId }: DisclosureProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const closeOutside = (event: Event): void => {
      const element = details.current;
      if (element?.open === true && !element.contains(event.target as Node)) element.open = false;
    };
    const closeOnEscape = (event: KeyboardEvent): void => {
      const element = details.current;
      if (event.key !== 'Escape' || element?.open !== true) return;
      element.open = false;
      element.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    document.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
      document.removeEventListener('keydown', closeOnEscape);
    };
  }, []);

  return (
    <details ref={details} className={`disclosure ${className}`} data-testid={testId}>
      <summary aria-label={label}>{summary}</summary>
      <div className="disclosure-panel">{children}</div>
    </details>
  );
}
