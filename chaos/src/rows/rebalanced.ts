import type { Context, Outcome, Row } from '../row.js';
import { distance } from '../broker.js';
import { inScene, SESSION_MS, type Actor, type Scene } from '../scene.js';
import { Gate, pause, until } from '../waiting.js';

const PROJECTORS = 3;
const ROUNDS = ['zombie', 'join', 'leave', 'killed'] as const;
type Round = (typeof ROUNDS)[number];

/**
 * Three projectors share twelve partitions. In each round one of them is held in the middle of a batch while the group
 * changes; what it had begun reaches the store only afterwards, when others may have gone past it.
 */
export const rebalanced: Row = {
  name: 'rebalanced in mid-batch',
  fault:
    '3 projectors on 12 partitions; one of them stopped past its session and continued, others join, leave, die',
  expects: 'no harm',
  run: (context) =>
    inScene(context, 41, { perSecond: 120 }, (scene) =>
      rebalanceAgainAndAgain(context, scene, context.runs(2, 20)),
    ),
};

async function rebalanceAgainAndAgain(context: Context, scene: Scene, runs: number): Promise<Outcome> {
  const recovery: number[] = [];
  const kinds = new Map<string, number>();
  let [hits, missed] = [0, 0];
  await complete(scene);
  await scene.producing.begun();
  while (hits < runs && missed < runs + 5) {
    const round = ROUNDS[hits % ROUNDS.length] ?? 'zombie';
    const isHit = await play(scene, round);
    const from = performance.now();
    const ends = await scene.ends();
    await complete(scene);
    recovery.push(await scene.caughtUp(ends, from));
    if (isHit) {
      hits += 1;
      kinds.set(round, (kinds.get(round) ?? 0) + 1);
    } else missed += 1;
    context.say(
      `rebalanced (${round}): ${hits} of ${runs} (${missed} missed), back in ${recovery.at(-1)?.toFixed(1)} s`,
    );
  }
  const { events, lost, doubled, details } = await scene.finish();
  const notes = [[...kinds].map(([kind, n]) => `${n} ${kind}`).join(', '), ...details].join('; ');
  return { runs, hits, missed, events, lost, doubled, recovery, notes };
}

/** Brings the group back to its members. */
export async function complete(scene: Scene, members = PROJECTORS): Promise<void> {
  for (const actor of scene.actors) if (!actor.service.lives) await scene.end(actor);
  const missing = members - scene.actors.size;
  const started = await Promise.all(Array.from({ length: Math.max(0, missing) }, () => scene.start()));
  for (const { service } of started) await service.joined();
  for (const actor of [...scene.actors].slice(members)) await scene.end(actor, 'SIGTERM');
}

async function play(scene: Scene, round: Round): Promise<boolean> {
  return round === 'zombie' ? playZombie(scene) : playChange(scene, round);
}

/** Others join, leave or die while one is in the middle of a batch. Hit: somebody else was given partitions meanwhile. */
async function playChange(scene: Scene, round: Exclude<Round, 'zombie'>): Promise<boolean> {
  const [held, other] = [...scene.actors];
  if (held === undefined || other === undefined) throw new Error('There are too few projectors.');
  const release = new Gate();
  let isHeld = false;
  held.proxy.rule = ({ table }) => {
    if (table !== 'stored_obligations') return undefined;
    isHeld = true;
    return { hold: release.opened };
  };
  await aBatch(held, () => isHeld);
  const before = joins(scene, held);
  if (round === 'join') await scene.start();
  else if (round === 'leave') other.service.signal('SIGTERM');
  else held.service.signal('SIGKILL');
  const changed = await until(
    'a rebalance',
    () => joins(scene, held) > before,
    4 * SESSION_MS + 15_000,
  ).catch(() => false);
  held.proxy.rule = undefined;
  // What was begun before the change reaches the store after it, also from a process that is dead.
  release.open();
  await pause(500);
  // One that is about to end must not be taken for a member.
  if (round !== 'join') await scene.end(round === 'leave' ? other : held, 'SIGTERM');
  return changed;
}

/** Stopped in mid-batch past its session, until others have committed far beyond; then it and its old rows go on. */
export async function playZombie(scene: Scene): Promise<boolean> {
  const [zombie] = scene.actors;
  if (zombie === undefined) throw new Error('There is no projector.');
  const release = new Gate();
  let partition: number | undefined;
  let isHeld = false;
  zombie.proxy.rule = ({ table, body }) => {
    if (table === 'stored_events') partition = partitionOf(body);
    if (table === undefined || !FOLDED.has(table) || partition === undefined) return undefined;
    if (!isHeld) zombie.service.signal('SIGSTOP');
    isHeld = true;
    return { hold: release.opened };
  };
  await aBatch(zombie, () => isHeld);
  const taken = await takenOver(scene, zombie, partition ?? 0);
  zombie.proxy.rule = undefined;
  // The old rows come last of all.
  release.open();
  await pause(100);
  zombie.service.signal('SIGCONT');
  await pause(SESSION_MS / 2);
  return taken;
}

/** Waits until it is in the middle of one. In vain, it says what the service was doing instead. */
async function aBatch({ service }: Actor, isHeld: () => boolean): Promise<void> {
  await until('a batch', isHeld, 120_000).catch((error: unknown) => {
    const said = service.output.split('\n').filter((line) => /EventLog|Projector|fatal/.test(line));
    throw new Error(`${String(error)}\n${said.slice(-30).join('\n')}`);
  });
}

const FOLDED = new Set(['stored_interviews', 'stored_obligations', 'stored_touchpoints']);

/** Whether the others were given the zombie's partition and have committed what came in it since. */
async function takenOver(scene: Scene, zombie: Actor, partition: number): Promise<boolean> {
  await pause(SESSION_MS * 1.5);
  const ends = new Map([[partition, (await scene.ends()).get(partition) ?? 0n]]);
  const waited = until(
    'others to take over',
    async () => distance(await scene.committed(), ends) === 0n,
    180_000,
  );
  return waited.then(
    () => zombie.service.lives,
    () => false,
  );
}

function partitionOf(body: Buffer): number {
  const line = body.toString().split('\n', 1)[0] ?? '{}';
  return (JSON.parse(line) as { partition: number }).partition;
}

const joins = (scene: Scene, except: Actor): number =>
  [...scene.actors]
    .filter((actor) => actor !== except)
    .reduce((sum, { service }) => sum + service.count('Joined the consumer group'), 0);
