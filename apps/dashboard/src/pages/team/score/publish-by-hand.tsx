import { type Organisation } from '../../../api/organisation.js';

interface PublishByHandProps {
  readonly organisation: Pick<Organisation, 'scores' | 'timeZone'>;
  readonly week?: string;
}

const DAYS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    mon: 'Monday',
    tue: 'Tuesday',
    wed: 'Wednesday',
    thu: 'Thursday',
    fri: 'Friday',
    sat: 'Saturday',
    sun: 'Sunday',
  }),
);

/** When weeks are published, and how to do it without waiting for that. */
export function PublishByHand({ organisation: { scores, timeZone }, week }: PublishByHandProps) {
  const [day = '', time = ''] = scores.publishAt.split(' ');
  return (
    <p>
      A week is published by itself when it is over: on the {DAYS.get(day) ?? day} after it at {time} (
      {timeZone}
      ). Earlier than that, or a week from before Hearback ran:{' '}
      <code>npx hearback scores publish{week === undefined ? '' : ` --week ${week}`}</code>
    </p>
  );
}
