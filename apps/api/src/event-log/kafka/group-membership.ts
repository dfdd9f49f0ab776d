/** More joins than this within the window, and not one batch finished: the group does nothing but rebalance. */
const MOST_JOINS = 20;
const WINDOW_MS = 60_000;

/** Proof that a batch was begun under an assignment. Compared by identity. */
export type Claim = symbol;

/**
 * What kafkajs doesn't tell a handler: whether the partition it works on is still its own.
 *
 * TRICKY: kafkajs commits with the group's *current* generation, so a handler left over from before a rebalance could
 * commit for a partition that belongs to somebody else by now (kafkajs #1046). And it can rejoin forever without
 * failing (#1712).
 */
export class GroupMembership {
  #claim: Claim = Symbol('not joined');
  #assigned = new Set<number>();
  #joins: number[] = [];

  /** To be called for each GROUP_JOIN, with the partitions it brought. */
  joined(partitions: readonly number[], now: number): void {
    this.#claim = Symbol('joined');
    this.#assigned = new Set(partitions);
    this.#joins = [...this.#joins.filter((at) => at > now - WINDOW_MS), now];
  }

  /** To be called when the consumer has lost its membership, or is being left behind. */
  left(): void {
    this.#claim = Symbol('left');
    this.#assigned.clear();
  }

  progressed(): void {
    this.#joins = [];
  }

  /** The claim on `partition`, or null when it is assigned to somebody else. */
  claim(partition: number): Claim | null {
    return this.#assigned.has(partition) ? this.#claim : null;
  }

  holds(claim: Claim): boolean {
    return claim === this.#claim;
  }

  /** Whether the group has been rebalancing for a while without anything getting done. */
  isStuck(): boolean {
    return this.#joins.length > MOST_JOINS;
  }
}
