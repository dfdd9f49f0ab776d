import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../app.module.js';
import { EVENT_LOG } from '../../event-log/event-log.token.js';
import type { BatchHandler, EventLog } from '../../event-log/event-log.js';
import { takeDataDirectory } from '../../platform/data-directory.js';
import { parseEnvironment } from '../../platform/environment.js';
import { loadOrganisation } from '../../platform/organisation.js';
import { ServiceLogger } from '../../platform/service-logger.js';
import { Outbox } from '../outbox/outbox.js';
import type { Message } from '../outbox/message.js';
import { ScoreSchedule } from '../publishing/score-schedule.js';
import { parseEndpoints } from '../transports/endpoints.js';

/**
 * The service as a process to be killed: as `serve` starts it, but with a clock that the parent sets, and able to stand
 * still at a step of publishing or sending, so that the parent's SIGKILL surely finds it there. What it is told and
 * what it says goes over the channel of `child_process.fork`.
 */
export type ToldToService =
  { readonly now: string } | { readonly tick: true } | { readonly standAt: Step; readonly nth?: number };

export type SaidByService =
  | { readonly up: string }
  | { readonly standsAt: Step; readonly message?: string }
  | { readonly marked: string };

/** In the order in which they are passed; each is the moment just before what its name says. */
export const STEPS = [
  'append',
  'project',
  'see-projected',
  'enqueue',
  'see-enqueued',
  'mark-closed',
  'take-up',
  'mark-sending',
  'send',
  'mark-mail',
  'mark-webhook',
] as const;
export type Step = (typeof STEPS)[number];

const { SERVICE_NOW: from = '', SERVICE_STANDS_AT: first } = process.env;
let clockIs = Date.parse(from);
let clockSetAt = Date.now();
let standAt: Step | undefined = STEPS.find((step) => step === first);
/** How often the step is passed before it holds. */
let passes = 0;

const say = (what: SaidByService): void => void process.send?.(what);

/** Never returns where the service is to stand still. */
async function reach(step: Step, message?: string): Promise<void> {
  if (step !== standAt || passes-- > 0) return;
  standAt = undefined;
  say({ standsAt: step, ...(message === undefined ? {} : { message }) });
  await new Promise<never>(() => undefined);
}

function stopLog(log: EventLog): void {
  const append = log.append.bind(log);
  const consume = log.consume.bind(log);
  log.append = async (records) => {
    const isScores = records.some(({ headers }) => headers['hearback-origin'] === 'scores');
    if (isScores) await reach('append');
    const outcomes = await append(records);
    if (isScores) await reach('see-projected');
    return outcomes;
  };
  log.consume = (group, handle) => {
    const stopping: BatchHandler = async (batch, context) => {
      const origins = batch.records.map(({ headers }) => headers['hearback-origin']);
      if (origins.some((origin) => origin !== undefined && Buffer.from(origin).toString() === 'scores'))
        await reach('project');
      await handle(batch, context);
    };
    return consume(group, stopping);
  };
}

function stopOutbox(outbox: Outbox): void {
  const put = outbox.put.bind(outbox);
  const enqueue = outbox.enqueue.bind(outbox);
  const markClosed = outbox.markClosed.bind(outbox);
  outbox.put = async (message) => {
    const step = stepBefore(message);
    if (step !== undefined) await reach(step, message.id);
    await put(message);
    if (message.status === 'sending') await reach('send', message.id);
    if (message.status === 'sent') say({ marked: message.id });
  };
  outbox.enqueue = async (what, messages) => {
    await reach('enqueue');
    await enqueue(what, messages);
    await reach('see-enqueued');
  };
  outbox.markClosed = async (week) => {
    await reach('mark-closed');
    await markClosed(week);
  };
}

function stepBefore({ status, channel, history }: Message): Step | undefined {
  if (status === 'sending') return 'mark-sending';
  if (status === 'sent') return channel === 'mail' ? 'mark-mail' : 'mark-webhook';
  return history.at(-1)?.outcome === 'interrupted' ? 'take-up' : undefined;
}

const environment = parseEnvironment(process.env);
const organisation = await loadOrganisation(environment.configFile);
await takeDataDirectory(environment.dataDirectory);
const app = await NestFactory.create(
  AppModule.of({
    environment,
    organisation,
    endpoints: parseEndpoints(process.env, organisation),
    clock: () => new Date(clockIs + Date.now() - clockSetAt),
  }),
  { logger: new ServiceLogger(environment.logLevel), bodyParser: false, forceCloseConnections: true },
);
stopLog(app.get<EventLog>(EVENT_LOG));
stopOutbox(app.get(Outbox));
process.on('message', (told: ToldToService) => {
  if ('now' in told) [clockIs, clockSetAt] = [Date.parse(told.now), Date.now()];
  else if ('standAt' in told) [standAt, passes] = [told.standAt, told.nth ?? 0];
  // What fails is tried again by the service itself, half a minute later.
  else
    void app
      .get(ScoreSchedule)
      .tick()
      .catch(() => undefined);
});
// Nobody is left to kill it.
process.on('disconnect', () => process.exit());
await app.listen(environment.port, environment.host);
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
say({ up: `http://${environment.host}:${port}` });
