import { crc32 } from 'node:zlib';
import { z } from 'zod';

/** How many rows have places in a part of the log, and the sum over {@link placeHash} of their offsets. */
export interface PlacedRows {
  readonly count: number;
  readonly sum: bigint;
}

/**
 * What a group has brought into the store of one partition, up to its position. Kept in the log with the position, so
 * that the two change in one step and a store that is lost does not take it along.
 */
export interface ProjectedCounts {
  readonly events: PlacedRows;
  readonly rejections: PlacedRows;
  /** Until the position has reached this offset, a store that was lost is being filled again; absent otherwise. */
  readonly fillingUntil?: bigint;
}

export const NOTHING: PlacedRows = { count: 0, sum: 0n };

/** The same as `CRC32(toString(offset))` in ClickHouse. */
export const placeHash = (offset: bigint): bigint => BigInt(crc32(String(offset)));

/** The engine's sums of UInt64 begin again behind this. */
const WRAP = 2n ** 64n;

/** @param places offsets of rows that are not counted yet */
export function plus({ count, sum }: PlacedRows, places: readonly bigint[]): PlacedRows {
  const added = places.reduce((total, offset) => total + placeHash(offset), 0n);
  return { count: count + places.length, sum: (sum + added) % WRAP };
}

const offset = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform((text) => BigInt(text));
const placed = z.tuple([z.int().min(0), offset]).transform(([count, sum]) => ({ count, sum }));
const kept = z.object({
  v: z.literal(1),
  events: placed,
  rejections: placed,
  fillingUntil: offset.optional(),
});

/** As the text that is kept with a position. */
export function toMetadata({ events, rejections, fillingUntil }: ProjectedCounts): string {
  return JSON.stringify({
    v: 1,
    events: [events.count, String(events.sum)],
    rejections: [rejections.count, String(rejections.sum)],
    ...(fillingUntil === undefined ? {} : { fillingUntil: String(fillingUntil) }),
  });
}

/** `undefined` for nothing, and for what somebody else has written there. */
export function fromMetadata(text: string | undefined): ProjectedCounts | undefined {
  if (text === undefined) return undefined;
  try {
    const { success, data } = kept.safeParse(JSON.parse(text));
    if (!success) return undefined;
    const { events, rejections, fillingUntil } = data;
    return { events, rejections, ...(fillingUntil === undefined ? {} : { fillingUntil }) };
  } catch {
    return undefined;
  }
}
