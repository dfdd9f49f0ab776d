import type { Problem, Rejection } from '@hearback/domain';

/** The one reason whose problems quote the message: what a parser of JSON stumbled over. */
export const QUOTING_REASON = 'not-json';

export const NO_QUOTE: readonly Problem[] = [{ path: '', message: 'not JSON in UTF-8' }];

/** The problems of a message whose original is gone: what they quote of it has to go with it. */
export function withoutQuotes({ reason, problems }: Rejection): readonly Problem[] {
  return reason === QUOTING_REASON ? NO_QUOTE : problems;
}
