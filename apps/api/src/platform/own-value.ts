/**
 * What a record holds under a name that may be any text. Names that every object inherits, like `constructor`, are found only
 * where the record has them itself.
 */
export function ownValue<T>(
  record: Readonly<Record<string, T>> | undefined,
  name: string | null | undefined,
): T | undefined {
  if (record === undefined || name === undefined || name === null) return undefined;
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
