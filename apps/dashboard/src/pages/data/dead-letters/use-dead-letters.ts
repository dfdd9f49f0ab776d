import { useState } from 'react';
import { deadLettersPath, fetchDeadLetters, type DeadLettersPage } from '../../../api/data-dead-letters.js';
import { usePages, type Pages } from '../../../api/use-pages.js';

export interface ChosenDeadLetters {
  readonly pages: Pages<DeadLettersPage>;
  /** Empty: all. */
  readonly reason: string;
  readonly choose: (reason: string) => void;
}

/** The rejected messages of one reason or of all, page by page. */
export function useDeadLetters(): ChosenDeadLetters {
  const [reason, choose] = useState('');
  const filter = reason === '' ? {} : { reason };
  const pages = usePages(deadLettersPath(filter), (cursor, signal) =>
    fetchDeadLetters(deadLettersPath(filter, cursor), signal),
  );
  return { pages, reason, choose };
}
