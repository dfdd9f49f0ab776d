/** The consumer group that fills the tables of a generation. */
export function groupOf(generation: string): string {
  return `hearback.projector.${generation}`;
}
