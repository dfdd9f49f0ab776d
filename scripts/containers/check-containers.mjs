// Checks docker-compose.yml by the official schema, and that what it and the Dockerfile name exists. Not more: nothing
// of it is run. Each check must also find the fault in a spoilt copy, or it would let everything pass in silence.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { parseEnvironment } from '../../apps/api/dist/platform/environment.js';
import { checkRoles, parseRoles } from '../../apps/api/dist/platform/roles.js';
import { composeFaults } from './compose-file.mjs';
import { dockerfileFaults } from './dockerfile.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(join(ROOT, path), 'utf8');

const helps = new Map();

/** What of a command of hearback its own help does not know. */
function commandFaults(command) {
  const words = command.slice(0, command.findIndex((word) => word.startsWith('--')) >>> 0);
  const asked = words.join(' ');
  if (!helps.has(asked)) {
    const bin = join(ROOT, 'apps/api/bin/hearback.js');
    const { stdout } = spawnSync(process.execPath, [bin, ...words, '--help'], { encoding: 'utf8' });
    helps.set(asked, stdout);
  }
  const help = helps.get(asked);
  if (!help.startsWith(`Usage: hearback ${asked}`)) return [`hearback has no command ${asked}`];
  return command
    .filter((word) => word.startsWith('--') && !help.includes(`${word} `))
    .map((option) => `hearback ${asked} has no option ${option}`);
}

const known = {
  build: (context) => existsSync(join(ROOT, context, 'Dockerfile')),
  exists: (path) => existsSync(join(ROOT, path)),
  variables: new Set(`${read('README.md')}${read('docs/operations.md')}`.match(/(?<=`)[A-Z_]{4,}(?=`)/g)),
  parseEnvironment,
  parseRoles,
  checkRoles,
  commandFaults,
};
const files = {
  'docker-compose.yml': (text) => composeFaults(text, known),
  Dockerfile: (text) => dockerfileFaults(text, ROOT),
};

/** What must be found wrong once the first text of a file is replaced by the second. */
const SPOILT = [
  ['docker-compose.yml', 'image: apache', 'imagee: apache', 'imagee'],
  ['docker-compose.yml', 'retries: 12', 'retries: [12]', '/services/kafka/healthcheck/retries'],
  [
    'docker-compose.yml',
    'clickhouse: { condition',
    'clickhous: { condition',
    'clickhous, which does not exist',
  ],
  ['docker-compose.yml', '- api:/data', '- apidata:/data', 'apidata'],
  ['docker-compose.yml', 'secrets: [clickhouse_password, keys', 'secrets: [keys', 'not given to it'],
  [
    'docker-compose.yml',
    'secrets: [clickhouse_password]',
    'secrets: [password]',
    'password, which is not decl',
  ],
  ['docker-compose.yml', '[serve, --role, api]', '[serve, --role, ap]', '"ap" is no role'],
  ['docker-compose.yml', '[serve, --role, api]', '[serv, --role, api]', 'no command serv'],
  ['docker-compose.yml', '--partitions', '--partition', 'no option --partition'],
  ['docker-compose.yml', 'HEARBACK_KEYS_URL: http://api:3000', '', 'HEARBACK_KEYS_URL: is missing'],
  ['docker-compose.yml', 'HEARBACK_URL: http://api', 'HEARBACK_URL: http://web', 'no service web'],
  ['docker-compose.yml', './deploy/prometheus/prom', './deploy/prom', 'not in the repository'],
  ['docker-compose.yml', '  topic:\n', '  topic:\n    restart: always\n', 'which is restarted'],
  ['docker-compose.yml', "'127.0.0.1:3000:3000'", "'3000:3000'", 'beyond the loopback'],
  ['docker-compose.yml', 'KAFKA_BROKERS: kafka', 'KAFKA_BROKER: kafka', 'no variable KAFKA_BROKER'],
  ['docker-compose.yml', 'http://hearback@', 'hearback@', 'CLICKHOUSE_URL'],
  ['docker-compose.yml', '@clickhouse:8123', '@click:8123', 'no service click'],
  ['docker-compose.yml', 'server:25.8', 'server', 'names no version'],
  ['docker-compose.yml', '  read_only: true\n', '', 'write to its root'],
  ['docker-compose.yml', '  cap_drop: [ALL]\n', '', 'keeps capabilities'],
  ['docker-compose.yml', "no-new-privileges:true']", "no-new-privileges:false']", 'gain privileges'],
  ['docker-compose.yml', "tmpfs: ['/tmp:size=256m']", 'tmpfs: []', 'has no /tmp'],
  ['docker-compose.yml', '      - api:/data', '      - api:/var/data', 'has no /data'],
  ['docker-compose.yml', '  pids_limit: 256\n', '', 'has no pids_limit'],
  [
    'Dockerfile',
    'COPY libs/domain/package.json libs/domain/\n',
    '',
    'libs/domain/package.json has not been copied',
  ],
  ['Dockerfile', 'COPY apps/api/bin apps/api/bin\n', '', 'hearback.js has not been copied'],
  ['Dockerfile', '${NODE_IMAGE}\nWORKDIR', 'node:24.21.0-bookworm-slim\nWORKDIR', 'pinned by digest'],
  ['Dockerfile', 'USER node\n', '', 'runs as root'],
  [
    'Dockerfile',
    '--from=build /hearback/samples',
    '--from=build --chown=node /hearback/samples',
    'another user',
  ],
  ['Dockerfile', 'libs/domain/dist libs/domain/dist', 'libs/domain libs/domain', 'has the sources in it'],
  ['Dockerfile', 'COPY apps/api/bin', 'COPY apps/api/dist', 'does not exist, or is ignored'],
  ['Dockerfile', '--from=build', '--from=builder', 'no stage builder'],
  ['Dockerfile', 'run-many -t build', 'run-many -t compile', 'target compile'],
  ['Dockerfile', 'bin/hearback.js"', 'bin/hearbak.js"', 'there is no apps/api/bin/hearbak.js'],
  ['Dockerfile', 'node:24.', 'node:22.', 'not the Node of .nvmrc'],
];

const complaints = [];
for (const [file, faultsOf] of Object.entries(files))
  complaints.push(...faultsOf(read(file)).map((fault) => `${file}: ${fault}`));
for (const [file, before, after, fault] of SPOILT) {
  const text = read(file);
  if (!text.includes(before))
    complaints.push(`${file} has no ${JSON.stringify(before)} any more: mend this check`);
  const found = files[file](text.replace(before, after)).join('; ');
  if (!found.includes(fault))
    complaints.push(`${file} with ${JSON.stringify(after)}: expected "${fault}", got "${found}"`);
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length === 0)
  console.error(`docker-compose.yml and Dockerfile hold, ${SPOILT.length} spoilt ones don't`);
process.exit(complaints.length === 0 ? 0 : 1);
