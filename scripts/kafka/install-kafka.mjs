// Fetches a real Kafka broker for the tests: kafka_2.13 with everything it needs, from Maven Central into
// .cache/kafka-<version>/libs. By hand: node scripts/kafka/install-kafka.mjs
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

export const KAFKA_VERSION = '4.1.0';
const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Thrown when the broker can't be had; the message says how to get it. */
export class KafkaNotAvailable extends Error {
  name = 'KafkaNotAvailable';
}

/** The directory of the broker's jars, or null when they have not been fetched. */
export function installedKafka() {
  const libs = join(root, '.cache', `kafka-${KAFKA_VERSION}`, 'libs');
  return existsSync(join(libs, `kafka_2.13-${KAFKA_VERSION}.jar`)) ? libs : null;
}

/**
 * Fetches the broker unless it is there, and makes sure that Java is.
 *
 * @param {(line: string) => void} [say] told what is going on
 * @returns {Promise<string>} the directory of the broker's jars
 * @throws {KafkaNotAvailable}
 */
export async function installKafka(say = () => {}) {
  await need('java', 'openjdk-17-jre-headless', say);
  const installed = installedKafka();
  if (installed) return installed;
  await need('mvn', 'maven', say);
  const target = join(root, '.cache', `kafka-${KAFKA_VERSION}`);
  // Fetched beside its place and then moved there: a fetch that was cut short never looks complete.
  const partial = `${target}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  say(`Fetching Kafka ${KAFKA_VERSION} (43 MB) from Maven Central`);
  try {
    const into = [`-DoutputDirectory=${join(partial, 'libs')}`, '-DincludeScope=runtime'];
    await run('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), COPY_DEPENDENCIES, ...into], {
      timeout: 600_000,
    });
    if (readdirSync(join(partial, 'libs')).length === 0) throw new Error('Maven fetched nothing.');
    writeFileSync(join(partial, 'VERSION'), `${KAFKA_VERSION}\n`);
    if (!installedKafka()) {
      rmSync(target, { recursive: true, force: true });
      renameSync(partial, target);
    }
  } catch (error) {
    throw new KafkaNotAvailable(
      `Kafka could not be fetched from Maven Central: ${lastLines(error)}\n` +
        'With a way to Maven Central (or a mirror in ~/.m2/settings.xml), run: node scripts/kafka/install-kafka.mjs',
    );
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return join(target, 'libs');
}

/** Makes sure that a program is there, as root through apt-get where that exists. */
async function need(program, aptPackage, say) {
  if (await works(program)) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`Installing ${aptPackage} with apt-get`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => run('apt-get', args, { env, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 });
    try {
      await apt('update', '-q');
      await apt('install', '-y', '-q', '--no-install-recommends', aptPackage);
    } catch (error) {
      say(`apt-get failed: ${lastLines(error)}`);
    }
    if (await works(program)) return;
  }
  throw new KafkaNotAvailable(
    `The Kafka broker needs "${program}" on the PATH (Java 17 or newer, Maven 3.6 or newer).\n` +
      'Install both (Debian: apt-get install openjdk-17-jre-headless maven; macOS: brew install openjdk maven) ' +
      'and run: node scripts/kafka/install-kafka.mjs',
  );
}

const works = (program) =>
  run(program, ['-version'], { timeout: 60_000 }).then(
    () => true,
    () => false,
  );

const lastLines = (error) =>
  `${error.stderr || error.stdout || error.message}`.trim().split('\n').slice(-3).join('\n');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await installKafka((line) => console.error(line)));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
