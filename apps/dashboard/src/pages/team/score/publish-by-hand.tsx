/** When weeks are published, and how to do it without waiting for that. */
export function PublishByHand({ week }: { readonly week?: string }) {
  return (
    <p>
      A week is published by itself when it is over: on the Monday after it at 08:00, unless{' '}
      <code>scores</code> in hearback.config.yaml says otherwise. Earlier than that, or a week from before
      Hearback ran: <code>npx hearback scores publish{week === undefined ? '' : ` --week ${week}`}</code>
    </p>
  );
}
