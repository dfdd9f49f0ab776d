// A parent to be killed: starts the engine on the given directory, says so, and waits for its end.
import { startEmbeddedClickHouse } from '../../dist/index.js';

const engine = await startEmbeddedClickHouse({ dataDirectory: process.argv[2] });
process.stdout.write(
  `${JSON.stringify({ pid: engine.pid(), url: engine.url, password: engine.password })}\n`,
);
setInterval(() => undefined, 60_000);
