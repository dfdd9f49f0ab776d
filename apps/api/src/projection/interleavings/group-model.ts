import type { Random } from '../../simulation/random.js';

/** Who reads which partitions, as the broker sees it. What a member believes is its own affair. */
export class GroupModel<Member> {
  /** Raised by every rebalance; a commit of an earlier one is refused. */
  epoch = 0;
  readonly positions = new Map<number, bigint>();
  /** What is kept with each position. */
  readonly metadata = new Map<number, string>();
  readonly #members = new Set<Member>();
  #assignment = new Map<Member, Set<number>>();

  constructor(
    /** In the order in which they came up. */
    readonly number: number,
    private readonly partitions: number,
    private readonly random: Random,
  ) {}

  has(member: Member): boolean {
    return this.#members.has(member);
  }

  get members(): readonly Member[] {
    return [...this.#members];
  }

  join(member: Member): void {
    if (this.#members.has(member)) return;
    this.#members.add(member);
    this.rebalance();
  }

  /** It left, or its session has timed out. */
  remove(member: Member): void {
    if (this.#members.delete(member)) this.rebalance();
  }

  assignedTo(member: Member): ReadonlySet<number> {
    return this.#assignment.get(member) ?? new Set();
  }

  /** Every partition goes to some member, whoever had it before. */
  rebalance(): void {
    this.epoch += 1;
    const members = this.random.sample([...this.#members], this.#members.size);
    this.#assignment = new Map(members.map((member) => [member, new Set<number>()]));
    for (let partition = 0; partition < this.partitions; partition += 1) {
      const member = members[partition % members.length];
      if (member !== undefined) this.#assignment.get(member)?.add(partition);
    }
  }

  position(partition: number): bigint {
    return this.positions.get(partition) ?? 0n;
  }
}
