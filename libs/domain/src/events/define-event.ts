import type { z } from 'zod';

/** Events with one key stay in order on one partition of the log. */
export type KeyedBy = 'application' | 'candidate' | 'team';

/** An example as a source would send it. Frozen: what was valid once stays valid. */
export interface ExampleEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventDefinition<Type extends string = string, Data extends z.ZodType = z.ZodType> {
  /** `hearback.<noun>.<past-tense>.v1` */
  readonly type: Type;
  readonly keyedBy: KeyedBy;
  /** One sentence: what has happened. */
  readonly meaning: string;
  readonly data: Data;
  /** Free text that a source may send: counted as `wordCount` at the door and dropped there. */
  readonly countsTextOf?: string;
  readonly example: ExampleEvent;
}

export function defineEvent<const Type extends string, Data extends z.ZodType>(definition: {
  type: Type;
  keyedBy?: KeyedBy;
  meaning: string;
  data: Data;
  countsTextOf?: string;
  example: Record<string, unknown>;
}): EventDefinition<Type, Data> {
  const { example, ...rest } = definition;
  return {
    keyedBy: 'application',
    ...rest,
    example: {
      specversion: '1.0',
      id: `example-${definition.type.split('.').slice(1, 3).join('-')}`,
      source: 'https://ats.example.com/acme',
      type: definition.type,
      time: '2026-03-02T11:05:00.000Z',
      data: example,
    },
  };
}
