/** Where in the log. */
export interface PlaceInLog {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** `topic/partition/offset`; a topic's name has no slash. `undefined`: it is none. */
export function placeOf(id: string): PlaceInLog | undefined {
  const [, topic, partition, offset] = /^([^/]+)\/(\d{1,9})\/(\d{1,19})$/.exec(id) ?? [];
  return topic === undefined || offset === undefined
    ? undefined
    : { topic, partition: Number(partition), offset };
}

export function idOf({ topic, partition, offset }: PlaceInLog): string {
  return `${topic}/${partition}/${offset}`;
}
