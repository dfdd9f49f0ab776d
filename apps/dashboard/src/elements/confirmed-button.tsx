import { useEffect, useRef, useState } from 'react';

interface ConfirmedButtonProps {
  /** What stands on the button, and on the one that confirms. */
  readonly label: string;
  readonly name?: string;
  /** What is asked before it is done. */
  readonly question: string;
  readonly onConfirm: () => void;
  readonly isPending: boolean;
  readonly testId: string;
}

/** A button that asks once more, in its own place, before something leaves the house. */
export function ConfirmedButton(props: ConfirmedButtonProps) {
  const { label, name, question, onConfirm, isPending, testId } = props;
  const [isAsking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    // The focus goes along, or a reader without a mouse would fall out of the list.
    if (isAsking) confirm.current?.focus();
    else if (wasAsking.current) button.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  if (!isAsking) {
    return (
      <button
        ref={button}
        type="button"
        className="link"
        aria-label={name}
        disabled={isPending}
        onClick={() => setAsking(true)}
        data-testid={testId}
      >
        {isPending ? 'Sending…' : label}
      </button>
    );
  }
  return (
    <span
      className="confirm"
      role="group"
      aria-label={question}
      onKeyDown={({ key }) => key === 'Escape' && setAsking(false)}
    >
      <span>{question}</span>
      <button
        ref={confirm}
        type="button"
        className="button"
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
        data-testid={`${testId}-confirm`}
      >
        {label}
      </button>
      <button type="button" className="link" onClick={() => setAsking(false)}>
        Leave it
      </button>
    </span>
  );
}
