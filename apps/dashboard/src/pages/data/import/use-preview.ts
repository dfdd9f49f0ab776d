import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { previewImport } from '../../../api/data-send-import.js';
import { type ApiError } from '../../../api/get-json.js';
import { asApiError, RETRY_MS } from '../../../api/use-fetched.js';
import { type ChosenFile } from './chosen-file.js';

type PreviewAnswer = Awaited<ReturnType<typeof previewImport>>;

/** What would come of the first rows. */
export interface Preview {
  /** Of the mapping before, while `isUpdating`. */
  readonly answer: PreviewAnswer | undefined;
  readonly isUpdating: boolean;
  /** The service does not answer. */
  readonly error: ApiError | undefined;
}

/** Long enough not to ask at every letter, short enough to see what a change does. */
const SETTLE_MS = 400;

/** Has the service try a mapping on the first rows of a file, whenever the mapping has stood still for a moment. */
export function usePreview({ file, format, head }: ChosenFile, mapping: string): Preview {
  const settled = useSettled(mapping);
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    queryKey: ['import-preview', file.name, file.size, file.lastModified, head.byteLength, settled],
    queryFn: ({ signal }) =>
      previewImport(
        { file: file.slice(0, head.byteLength), name: file.name, format, mapping: settled },
        signal,
      ),
    placeholderData: (before) => before,
    // The same mapping gives the same, however long ago it was tried.
    staleTime: Infinity,
    refetchInterval: ({ state }) => (state.status === 'error' ? RETRY_MS : false),
  });
  return {
    answer: data,
    isUpdating: settled !== mapping || isPlaceholderData || (isFetching && data === undefined),
    error: error === null ? undefined : asApiError(error),
  };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
