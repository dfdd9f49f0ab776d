// Bundles the compiled service and its libraries into a few files: Node reads and links those in a third of the time
// that it takes for two thousand modules, at every start of the service and of each command.
import { existsSync, readFileSync } from 'node:fs';

/** Packages with machine code, one that starts its files by their place, and kafkajs, which the fault harness observes. */
const KEPT_APART = [/^@hearback\/embedded-clickhouse$/, /^@napi-rs\//, /^chdb$/, /^kafkajs$/, /^lmdb$/];

/** What Nest asks for in case it is installed. */
const OPTIONAL = [
  /^@nestjs\/(microservices|websockets)/,
  /^@fastify\/static$/,
  /^class-(transformer|validator)/,
];

/** Maps lead to the TypeScript, not to what was compiled from it. */
const compilersMaps = {
  name: 'compilers-maps',
  load(id) {
    const map = `${id}.map`;
    if (id.includes('node_modules') || !existsSync(map)) return null;
    return { code: readFileSync(id, 'utf8'), map: readFileSync(map, 'utf8') };
  },
};

export default {
  cwd: import.meta.dirname,
  input: 'dist/cli/main.js',
  platform: 'node',
  external: [...KEPT_APART, ...OPTIONAL],
  plugins: [compilersMaps],
  // Names of classes are seen: in log lines and in the OpenAPI document.
  output: { dir: 'dist/bundle', format: 'esm', keepNames: true, sourcemap: true, cleanDir: true },
  onLog: (_level, log) => {
    // What can't be found now would be missed at run time.
    if (log.code === 'UNRESOLVED_IMPORT' || log.code === 'MISSING_EXPORT') throw new Error(log.message);
  },
};
