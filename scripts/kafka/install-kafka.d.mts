export const KAFKA_VERSION: string;

/** Thrown when the broker can't be had; the message says how to get it. */
export class KafkaNotAvailable extends Error {}

/** The directory of the broker's jars, or null when they have not been fetched. */
export function installedKafka(): string | null;

/** Fetches the broker unless it is there; returns the directory of its jars. Throws `KafkaNotAvailable`. */
export function installKafka(say?: (line: string) => void): Promise<string>;
