/** Where the owner of the candidate keys serves them to other processes of the same deployment. No promise to anybody else. */
export const KEYS_ROUTE = 'internal/keys';

export const MOST_KEYS_PER_REQUEST = 2_000;
