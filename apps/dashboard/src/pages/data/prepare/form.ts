import { type CsvSettings } from './sheet.js';
import { type Encoding } from './head.js';

/** Where a field's value comes from. */
export type FieldSource =
  | {
      readonly from: 'column';
      readonly column: string;
      /** Of a time that is written otherwise than the others. */
      readonly format?: string;
    }
  | { readonly from: 'constant'; readonly value: string }
  | { readonly from: 'template'; readonly template: string };

/** Which rows a rule takes. */
export interface Condition {
  readonly column: string;
  /** Its words, one of which a row must have; none: anything that is not empty. */
  readonly values: readonly string[];
}

export interface RuleForm {
  /** Of this rule among the others, for as long as it is edited. */
  readonly key: string;
  /** Told in the mapping where two rules make the same kind of event. */
  readonly name: string;
  /** `interview.completed` */
  readonly event: string;
  readonly condition?: Condition | undefined;
  readonly time?: FieldSource | undefined;
  readonly data: Readonly<Record<string, FieldSource>>;
}

/** What the guided form knows of a mapping; a mapping file can say more. */
export interface MappingForm {
  readonly source: string;
  readonly times: { readonly format: string; readonly zone: string };
  /** Absent: the file is no CSV. */
  readonly csv?:
    | (CsvSettings & {
        readonly encoding: Encoding;
        /** Names for the columns of a file without a row of names. */
        readonly columns: readonly string[];
      })
    | undefined;
  readonly rules: readonly RuleForm[];
}

/** A rule that is still to be filled in. */
export function emptyRule(rules: readonly RuleForm[], event: string): RuleForm {
  const taken = new Set(rules.flatMap(({ key, name }) => [key, name]));
  let number = rules.length + 1;
  while (taken.has(`rule ${number}`)) number += 1;
  return { key: `rule ${number}`, name: `rule ${number}`, event, data: {} };
}
