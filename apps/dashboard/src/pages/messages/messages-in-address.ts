import { statuses, type MessagesAsked, type Status } from '../../api/messages.js';
import { isWeek } from '../../time/days.js';

export interface MessagesFilter {
  readonly status?: Status;
  readonly week?: string;
  /** The messages of each; none: all, digests included. */
  readonly team: readonly string[];
}

/** `ignored`: what makes no sense; dropped unsaid, it would widen the list. */
export function messagesFilterOf(params: URLSearchParams): {
  filter: MessagesFilter;
  ignored: readonly string[];
} {
  const [status, week] = [params.get('status') ?? '', params.get('week') ?? ''];
  const known = statuses.find((each) => each === status);
  const ignored = [
    ...(status !== '' && known === undefined ? [`status=${status}`] : []),
    ...(week !== '' && !isWeek(week) ? [`week=${week}`] : []),
  ];
  return {
    filter: {
      ...(known !== undefined && { status: known }),
      ...(isWeek(week) && { week }),
      team: [...new Set(params.getAll('team').filter((team) => team !== ''))],
    },
    ignored,
  };
}

/** What the service is asked, one question for each team. */
export function askedOf({ status, week, team }: MessagesFilter, limit: number): readonly MessagesAsked[] {
  const asked = { status, week, limit };
  return team.length === 0 ? [asked] : team.map((each) => ({ ...asked, team: each }));
}
