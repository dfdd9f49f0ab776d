import { SLOW_MS } from '../bystander.js';
import type { AttackRow } from '../row.js';
import type { Service } from '../service.js';
import { pause } from '../waiting.js';

/** Within the time that the bystander looks at: it changes who waits. */
async function recordInThePast(service: Service, asOf: string): Promise<void> {
  const endedAt = new Date(Date.parse(asOf) - 86_400_000).toISOString();
  const response = await fetch(`${service.url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({
      specversion: '1.0',
      id: 'control-1',
      source: 'https://attack.example',
      type: 'hearback.interview.completed.v1',
      time: endedAt,
      data: { applicationId: 'control-application', interviewId: 'control-interview', endedAt },
    }),
  });
  if (response.status !== 202) throw new Error(`The control was answered with ${response.status}.`);
  await service.settled();
}

/** Harm done on purpose: if these pass unnoticed, nothing else in the table means anything. */
export const controlRows: readonly AttackRow[] = [
  {
    name: 'control: a stopped service',
    attack: 'Control: the service is stopped for longer than an answer may take',
    defence: 'the suite notices answers that come late',
    isControl: true,
    async run(context) {
      const { service } = context;
      service.signal('SIGSTOP');
      const answered = context.bystanderAsks();
      await pause(SLOW_MS + 500);
      service.signal('SIGCONT');
      await answered;
      return { attempts: 1, harm: [] };
    },
  },
  {
    name: 'control: other figures',
    attack: 'Control: an interview is recorded in the time that the bystander looks at',
    defence: 'the suite notices answers that differ',
    isControl: true,
    async run(context) {
      const service = await context.start();
      await context.fillAndWatch(service);
      await recordInThePast(service, context.asOf);
      return { attempts: 1, harm: [] };
    },
  },
];
