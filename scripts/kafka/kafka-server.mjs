// A real Kafka broker for tests and for trying things out: one KRaft node on the loopback interface.
// By hand: node scripts/kafka/kafka-server.mjs [port]      (until Ctrl-C)
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { KafkaNotAvailable, installKafka } from './install-kafka.mjs';

const run = promisify(execFile);
const GUARD = join(dirname(fileURLToPath(import.meta.url)), 'kafka-guard.mjs');
const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 10_000;

/** Documented in kafka-server.d.mts. */
export async function startKafka(options = {}) {
  const libs = await installKafka(options.say);
  const port = options.port ?? (await freePort());
  const controllerPort = await freePort();
  const ownDirectory = options.dataDirectory === undefined;
  const directory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'hearback-kafka-'));
  mkdirSync(directory, { recursive: true });
  const properties = join(directory, 'server.properties');
  writeFileSync(properties, serverProperties(port, controllerPort, directory, options.settings));
  const classPath = join(libs, '*');
  const java = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath];
  const format = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-c', properties, '-t'];
  const id = randomBytes(16);
  // One that began with a dash would be taken for an option.
  id[0] &= 0x7f;
  await run('java', [...java, ...format, id.toString('base64url')], { timeout: 60_000 });

  const job = {
    command: 'java',
    args: [
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      classPath,
      'kafka.Kafka',
      properties,
    ],
    output: join(directory, 'broker.log'),
    remove: ownDirectory ? directory : null,
  };
  let broker = await launch(job, port);

  const kill = async (signal) => {
    if (broker.exited) return;
    broker.guard.ref();
    process.kill(broker.pid, signal);
    await broker.ended;
  };
  return {
    brokers: [`127.0.0.1:${port}`],
    get pid() {
      return broker.pid;
    },
    kill,
    async restart() {
      await kill('SIGKILL');
      broker = await launch(job, port);
    },
    async stop() {
      const hurry = setTimeout(() => void kill('SIGKILL'), STOPS_WITHIN_MS);
      await kill('SIGTERM');
      clearTimeout(hurry);
      if (ownDirectory) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Starts the broker under its guard and waits until it answers. */
async function launch(job, port) {
  const guard = spawn(process.execPath, [GUARD], { stdio: ['pipe', 'pipe', 'inherit'] });
  const broker = { guard, pid: 0, exited: false, ended: once(guard, 'exit') };
  void broker.ended.then(() => (broker.exited = true));
  guard.stdin.on('error', () => {}); // the guard is gone; `ended` tells
  guard.stdin.write(`${JSON.stringify(job)}\n`);
  const [line] = await once(guard.stdout, 'data');
  const { pid, error } = JSON.parse(String(line));
  if (error) throw new KafkaNotAvailable(`Java could not be started: ${error}`);
  broker.pid = pid;
  // Neither may keep a test run from ending; the guard then sees its input close.
  guard.unref();
  guard.stdin.unref?.();
  guard.stdout.destroy();
  const deadline = Date.now() + STARTS_WITHIN_MS;
  while (!(await answers(port))) {
    if (broker.exited || Date.now() > deadline) {
      guard.stdin.end();
      throw new Error(`The Kafka broker did not start:\n${readFileSync(job.output, 'utf8').slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return broker;
}

const serverProperties = (port, controllerPort, directory, settings = {}) =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(directory, 'logs').replaceAll('\\', '/'),
    'log.segment.bytes': 16 * 1024 * 1024,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    // After SIGKILL the controller lets the broker in again only once its former life has timed out.
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 500,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    ...settings,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const port = Number(process.argv[2] ?? 9092);
    const kafka = await startKafka({ port, say: (line) => console.error(line) });
    console.log(`Kafka listens on ${kafka.brokers.join()} (process ${kafka.pid}). Ctrl-C ends it.`);
    const keepAlive = setInterval(() => {}, 60_000);
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => void kafka.stop().then(() => clearInterval(keepAlive)));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
