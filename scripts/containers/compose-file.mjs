// What is wrong with a compose file, as far as that shows without a container engine.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const SCHEMA = new URL('compose-spec/compose-spec.json', import.meta.url);

// Not strict: the official schema says "deprecated" and leaves out types here and there.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addFormat('duration', true); // Compose's own, like 10s; not that of ISO 8601
const isCompose = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

/**
 * @param {string} text of docker-compose.yml
 * @param {object} known
 * @param {(context: string) => boolean} known.build whether a folder can be built
 * @param {(path: string) => boolean} known.exists whether a file is in the repository
 * @param {ReadonlySet<string>} known.variables what Hearback reads from its environment
 * @param {(variables: object) => unknown} known.parseEnvironment
 * @param {(roles: unknown, environment: unknown) => void} known.checkRoles throws where roles can't be alone
 * @param {(named: string[]) => unknown} known.parseRoles
 * @param {(command: string[]) => string[]} known.commandFaults what of a command of hearback doesn't exist
 * @returns {string[]}
 */
export function composeFaults(text, known) {
  const file = parse(text, { merge: true });
  if (!isCompose(file))
    return isCompose.errors.map(
      ({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  const services = Object.entries(file.services ?? {});
  const own = services.filter(([, { build }]) => build !== undefined);
  return [
    ...services.flatMap(([name, service]) => serviceFaults(name, service, file, known)),
    ...(own.length === 0 ? ['no service is built from this repository'] : []),
    ...own.flatMap(([name, service]) => hearbackFaults(name, service, file, known)),
  ];
}

function serviceFaults(name, service, file, { build, exists }) {
  const faults = [];
  for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
    const needed = file.services[other];
    if (needed === undefined) faults.push(`${name} depends on ${other}, which does not exist`);
    else if (condition === 'service_healthy' && needed.healthcheck === undefined)
      faults.push(`${name} waits for the health of ${other}, which has no healthcheck`);
    else if (condition === 'service_completed_successfully' && needed.restart !== undefined)
      faults.push(`${name} waits for the end of ${other}, which is restarted`);
  }
  for (const volume of service.volumes ?? []) {
    const [source] = volume.split(':');
    if (source.startsWith('./') && !exists(source))
      faults.push(`${name} mounts ${source}, which is not in the repository`);
    if (!/^[./]/.test(source) && !Object.hasOwn(file.volumes ?? {}, source))
      faults.push(`${name} uses the volume ${source}, which is not declared`);
  }
  for (const secret of service.secrets ?? [])
    if (!Object.hasOwn(file.secrets ?? {}, secret))
      faults.push(`${name} uses the secret ${secret}, which is not declared`);
  for (const [variable, value] of Object.entries(service.environment ?? {})) {
    const secret = /^\/run\/secrets\/(.*)$/.exec(String(value))?.[1];
    if (secret !== undefined && !(service.secrets ?? []).includes(secret))
      faults.push(`${name}: ${variable} reads the secret ${secret}, which is not given to it`);
  }
  for (const port of service.ports ?? [])
    if (!String(port).startsWith('127.0.0.1:'))
      faults.push(`${name} publishes ${port} beyond the loopback address`);
  if (!(service.security_opt ?? []).includes('no-new-privileges:true'))
    faults.push(`${name} may gain privileges`);
  for (const limit of ['mem_limit', 'pids_limit'])
    if (service[limit] === undefined) faults.push(`${name} has no ${limit}`);
  if (service.build !== undefined && !build(service.build))
    faults.push(`${name}: there is no Dockerfile in ${service.build}`);
  if (service.build === undefined && !/:[\w.-]*\d/.test(service.image))
    faults.push(`${name}: ${service.image} names no version`);
  return faults;
}

function hearbackFaults(
  name,
  service,
  file,
  { variables, parseEnvironment, parseRoles, checkRoles, commandFaults },
) {
  const given = Object.entries(service.environment ?? {});
  const faults = given
    .filter(([variable]) => !variables.has(variable) && !variables.has(variable.replace(/_FILE$/, '')))
    .map(([variable]) => `${name}: Hearback reads no variable ${variable}`);
  faults.push(...confinementFaults(name, service));
  const values = Object.fromEntries(
    given.map(([variable, value]) =>
      // A secret is not in the repository; what it must be like, the program checks.
      String(value).startsWith('/run/secrets/')
        ? [variable.replace(/_FILE$/, ''), 'a-secret-of-many-characters']
        : [variable, interpolated(String(value))],
    ),
  );
  const command = service.command ?? [];
  faults.push(...commandFaults(command).map((fault) => `${name}: ${fault}`));
  try {
    const environment = parseEnvironment(values);
    const named = command.filter((_, index) => command[index - 1] === '--role');
    if (command[0] === 'serve') checkRoles(parseRoles(named), environment);
  } catch (error) {
    faults.push(`${name}: ${error.message}`);
  }
  const urls = [values.CLICKHOUSE_URL, values.HEARBACK_KEYS_URL, values.HEARBACK_URL];
  const hosts = [
    ...(values.KAFKA_BROKERS ?? '').split(',').map((broker) => broker.split(':')[0]),
    ...urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname),
  ].filter((host) => host !== '');
  for (const host of hosts)
    if (file.services[host] === undefined) faults.push(`${name}: there is no service ${host}`);
  return faults;
}

/** What Hearback's own processes could do without need. */
function confinementFaults(name, service) {
  const writable = [...(service.tmpfs ?? []), ...(service.volumes ?? [])].join(' ');
  return [
    ...(service.read_only === true ? [] : [`${name} can write to its root file system`]),
    ...((service.cap_drop ?? []).includes('ALL') ? [] : [`${name} keeps capabilities`]),
    ...(service.privileged || service.cap_add || service.user ? [`${name} is given privileges`] : []),
    ...(writable.includes('/tmp:') ? [] : [`${name} has no /tmp`]),
    ...(service.command?.[0] !== 'serve' || /(^|[: ])\/data\b/.test(writable)
      ? []
      : [`${name} has no /data`]),
  ];
}

/** As Compose does it, with a value for every variable. */
const interpolated = (text) => text.replace(/\$\{\w+(:?[?-][^}]*)?\}/g, 'value');
