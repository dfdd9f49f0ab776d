import { z } from 'zod';

export const steps = ['after-read', 'before-commit', 'after-commit', 'after-early-commit'] as const;
export type Step = (typeof steps)[number];

/** From the harness to a running service. */
export interface ToService {
  readonly dieAt: Step | undefined;
}

const orders = z.object({
  /** By how much the consumer's timeouts are divided. */
  timeFactor: z.number().positive().default(1),
  commitFirst: z.boolean().default(false),
  /** LMDB does not wait for the disk. */
  noSync: z.boolean().default(false),
});
export type Orders = z.input<typeof orders>;

/** @throws ZodError naming every problem */
export const parseOrders = (text: string) => orders.parse(JSON.parse(text));

const death = z.object({ step: z.enum(steps), partition: z.number(), first: z.string(), last: z.string() });

/** Where a service says to have died, if it does. */
export function deathIn(output: string): z.infer<typeof death> | undefined {
  const said = /^CHAOS (\{.*\})$/m.exec(output)?.[1];
  return said === undefined ? undefined : death.parse(JSON.parse(said));
}
