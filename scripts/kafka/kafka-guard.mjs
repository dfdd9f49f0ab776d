// Runs one command for kafka-server.mjs and ends it when its starter is gone, however that ended: the operating
// system closes standard input, even after SIGKILL. So no broker is ever left behind.
// Standard input: one line of JSON { command, args, output, remove }, then nothing until the end.
import { spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

// Ctrl-C reaches the whole process group; the starter decides what it means.
process.on('SIGINT', () => {});

const lines = createInterface({ input: process.stdin });
let broker;
lines.once('line', (line) => {
  const { command, args, output, remove } = JSON.parse(line);
  const log = openSync(output, 'a');
  broker = spawn(command, args, { stdio: ['ignore', log, log], detached: true });
  broker.once('error', (error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exit(1);
  });
  broker.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
  lines.once('close', () => {
    broker.removeAllListeners('exit');
    broker.once('exit', () => {
      if (remove) rmSync(remove, { recursive: true, force: true });
      process.exit(0);
    });
    broker.kill('SIGKILL');
  });
  console.log(JSON.stringify({ pid: broker.pid }));
});
