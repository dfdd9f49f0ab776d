import type { z } from 'zod';
import { suggestion } from '../../platform/nearest.js';

interface Part {
  /** What it has to do, after "must". */
  readonly what: string;
  /** A right one, as it would stand in the file. */
  readonly example: string;
  /** Of a record: the keys it may have. */
  readonly keys?: readonly string[];
}

type ErrorOf = (issue: z.core.$ZodRawIssue) => string | undefined;

/**
 * What is said of a part of the mapping that is missing, is something else, or has a key that is none: people who
 * write a mapping don't know what a validator calls their YAML.
 */
export function asked({ what, example, keys = [] }: Part): { readonly error: ErrorOf } {
  return {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return unknownKeys(issue['keys'], keys);
      if (issue.code !== 'invalid_type') return undefined;
      const isMissing = issue.input === undefined || issue.input === null;
      return `${isMissing ? 'is missing; it must' : 'must'} ${what}, like ${example}`;
    },
  };
}

function unknownKeys(unknown: readonly string[], keys: readonly string[]): string {
  return unknown
    .map((key) => {
      const hint = suggestion(key, keys) || ` There are: ${keys.join(', ')}.`;
      return `no key is called ${JSON.stringify(key)} here.${hint}`;
    })
    .join(' ');
}
