// One end of an event log in a process of its own, so that a test can kill it at any moment.
// argv: JSON { sources, open: { adapter, options }, mode: 'append' | 'consume', prefix?, group?, patient? }
// A patient one says `! <error>` for an append that fails, and goes on.
// Every line is written synchronously, at the moment at which its content is true.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { sources, open, mode, prefix, group, patient } = JSON.parse(process.argv[2]);
const say = (line) => writeSync(1, `${line}\n`);
const { adapter, options } = open;
const module = await import(pathToFileURL(join(sources, adapter, `${adapter}-event-log.js`)).href);
const log = await (adapter === 'kafka' ? module.openKafkaEventLog : module.openEmbeddedEventLog)(options);

if (mode === 'append') {
  // Several appends at a time, so that group commit is at work when the process is killed.
  let next = 0;
  const appendForever = async () => {
    for (;;) {
      const ids = Array.from({ length: 1 + Math.floor(Math.random() * 40) }, () => `${prefix}-${next++}`);
      try {
        await log.append(ids.map((id) => ({ key: `key-${id.length}`, value: Buffer.from(id), headers: {} })));
        say(ids.join(' '));
      } catch (error) {
        if (!patient) throw error;
        say(`! ${error.name}: ${error.message}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  };
  // Positions are stored beside the appends, and fail with them.
  if (group) await log.consume(group, () => Promise.resolve());
  say('ready');
  await Promise.all(Array.from({ length: 4 }, appendForever));
} else {
  await log.consume(group, async ({ partition, records }) => {
    const ids = records.map(({ value }) => Buffer.from(value).toString());
    say(JSON.stringify({ partition, begin: ids }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    say(JSON.stringify({ partition, end: ids }));
  });
  say('ready');
  setInterval(() => {}, 60_000);
}
