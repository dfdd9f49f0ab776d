import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type DeadLetterInFull } from '../../api/data-dead-letters.js';
import { sendMended } from '../../api/data-replays.js';
import { FIGURES } from '../../api/figures-query.js';
import { ResultText } from './replay-report.js';

/** A message that is mended by hand and sent in place of the rejected one. */
export function MendEditor({ letter }: { readonly letter: DeadLetterInFull }) {
  const hint = useId();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [event, edit] = useState(() => readable(letter.text ?? ''));
  const sending = useMutation({
    mutationFn: (dryRun: boolean) => sendMended(letter.id, event, dryRun),
    networkMode: 'always',
    onSuccess: (_, dryRun) => {
      if (!dryRun) void client.invalidateQueries({ queryKey: [FIGURES] });
    },
  });
  if (!isOpen) {
    return (
      <p>
        <button type="button" className="link" onClick={() => setOpen(true)} data-testid="mend">
          Mend it by hand
        </button>
      </p>
    );
  }
  const fault = faultIn(event);
  return (
    <div className="data-yaml letter-mend">
      <label>
        <strong>The mended event, as JSON</strong>
        <textarea
          value={event}
          onChange={({ target }) => {
            edit(target.value);
            sending.reset();
          }}
          rows={Math.min(40, Math.max(10, event.split('\n').length + 1))}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-describedby={hint}
          aria-invalid={fault !== undefined}
          data-testid="mended-event"
        />
      </label>
      <p id={hint} className="basis">
        {fault ?? 'Recorded, it takes the place of the rejected message, which then counts as resolved.'}
      </p>
      <div className="button-row">
        <button
          type="button"
          className="link"
          disabled={sending.isPending || fault !== undefined}
          onClick={() => sending.mutate(true)}
          data-testid="mend-try"
        >
          See what would become of it
        </button>
        <button
          type="button"
          className="button"
          disabled={sending.isPending || fault !== undefined}
          onClick={() => sending.mutate(false)}
          data-testid="mend-send"
        >
          Send the mended event
        </button>
      </div>
      <p role="status" data-testid="mend-result" data-outcome={sending.data?.outcome ?? ''}>
        {sending.isPending && 'Sending…'}
        {sending.data !== undefined && <ResultText result={sending.data} dryRun={sending.variables} />}
        {sending.error !== null && `${sending.error.message} Sending it again is harmless.`}
      </p>
    </div>
  );
}

/** With line breaks, where it is JSON at all. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function faultIn(event: string): string | undefined {
  if (event.trim() === '') return 'Write the event as it should have been.';
  try {
    JSON.parse(event);
    return undefined;
  } catch (error) {
    return `Not JSON yet: ${(error as Error).message}`;
  }
}
