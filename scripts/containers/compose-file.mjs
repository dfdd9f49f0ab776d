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
 * @param {{ build: (context: string) => boolean, variables: ReadonlySet<string>, parseEnvironment: (variables: object) => unknown }} known
 *   whether a folder can be built, and what Hearback reads from its environment
 * @returns {string[]}
 */
export function composeFaults(text, { build, variables, parseEnvironment }) {
  const file = parse(text);
  if (!isCompose(file))
    return isCompose.errors.map(
      ({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  const faults = [];
  const services = Object.entries(file.services ?? {});
  for (const [name, service] of services) {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const needed = file.services[other];
      if (needed === undefined) faults.push(`${name} depends on ${other}, which does not exist`);
      else if (condition === 'service_healthy' && needed.healthcheck === undefined)
        faults.push(`${name} waits for the health of ${other}, which has no healthcheck`);
    }
    for (const volume of service.volumes ?? []) {
      const [source] = volume.split(':');
      if (!/^[./]/.test(source) && !Object.hasOwn(file.volumes ?? {}, source))
        faults.push(`${name} uses the volume ${source}, which is not declared`);
    }
    for (const port of service.ports ?? [])
      if (!String(port).startsWith('127.0.0.1:'))
        faults.push(`${name} publishes ${port} beyond the loopback address`);
    if (service.build !== undefined && !build(service.build))
      faults.push(`${name}: there is no Dockerfile in ${service.build}`);
    if (service.build === undefined && !/:[\w.-]*\d/.test(service.image))
      faults.push(`${name}: ${service.image} names no version`);
  }
  return [...faults, ...hearbackFaults(file, services, variables, parseEnvironment)];
}

function hearbackFaults(file, services, variables, parseEnvironment) {
  const [name, hearback] = services.find(([, { build }]) => build !== undefined) ?? [];
  if (hearback === undefined) return ['no service is built from this repository'];
  const given = Object.entries(hearback.environment ?? {});
  const faults = given
    .filter(([variable]) => !variables.has(variable))
    .map(([variable]) => `${name}: Hearback reads no variable ${variable}`);
  const values = Object.fromEntries(
    given.map(([variable, value]) => [variable, interpolated(String(value))]),
  );
  try {
    parseEnvironment(values);
  } catch (error) {
    faults.push(`${name}: ${error.message}`);
  }
  const hosts = [
    ...(values.KAFKA_BROKERS ?? '').split(',').map((broker) => broker.split(':')[0]),
    ...(URL.canParse(values.CLICKHOUSE_URL) ? [new URL(values.CLICKHOUSE_URL).hostname] : []),
  ].filter((host) => host !== '');
  for (const host of hosts)
    if (file.services[host] === undefined) faults.push(`${name}: there is no service ${host}`);
  return faults;
}

/** As Compose does it, with a value for every variable. */
const interpolated = (text) => text.replace(/\$\{\w+(:?[?-][^}]*)?\}/g, 'value');
