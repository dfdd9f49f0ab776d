import { z } from 'zod';
import { ConfigurationError } from '../../platform/environment.js';
import type { Organisation, Recipients } from '../../platform/organisation.js';
import { variableValue } from '../../platform/variable-value.js';

/** Injection token of the parsed {@link Endpoints}. */
export const ENDPOINTS = Symbol('endpoints');

/** Where messages go. Holds secrets: never to be logged or answered. */
export interface Endpoints {
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  /** By the name that the organisation's configuration gives them. */
  readonly slack: ReadonlyMap<string, string>;
  readonly msTeams: ReadonlyMap<string, string>;
  readonly webhook: ReadonlyMap<string, { readonly url: string; readonly secret: string }>;
}

/** Of a process that sends nothing. */
export const noEndpoints: Endpoints = {
  mail: undefined,
  slack: new Map(),
  msTeams: new Map(),
  webhook: new Map(),
};

type Variables = Readonly<Record<string, string | undefined>>;

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });
const smtpUrl = z.url({
  protocol: /^smtps?$/,
  error: 'must be an SMTP URL, like smtps://user:password@mail.example.com',
});
const decodableSmtpUrl = smtpUrl.refine(isDecodable, 'must have % in its user and password written as %25');
const from = z
  .string()
  .regex(
    /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
    'must be an address, like Hearback <hearback@example.com>',
  );
const secret = z
  .string()
  .regex(
    /^(whsec_)?[A-Za-z0-9+/]{24,}={0,2}$/,
    'must be 18 random bytes or more in base64, like whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  );

/**
 * The endpoints that the configuration names, each from its variable: SMTP_URL and MAIL_FROM, SLACK_URL_<NAME>,
 * MSTEAMS_URL_<NAME>, WEBHOOK_URL_<NAME> and WEBHOOK_SECRET_<NAME>, the name in capitals with _ for -. With _FILE at
 * its end, a variable names a file that holds the value.
 *
 * @throws ConfigurationError naming every variable that is missing or wrong; never with its value
 */
export function parseEndpoints(variables: Variables, organisation: Organisation): Endpoints {
  const problems: string[] = [];
  const read = <T>(name: string, schema: z.ZodType<T>, neededBy: string | undefined): T | undefined => {
    const value = variableValue(name, variables, problems);
    if (value === undefined) {
      if (neededBy !== undefined)
        problems.push(`${name} (or ${name}_FILE): is missing; ${neededBy} needs it`);
      return undefined;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    problems.push(`${name}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
    return undefined;
  };
  const all = recipientsOf(organisation);
  const mails = all.find(({ recipients }) => recipients.mail.length > 0)?.path;
  const url = read('SMTP_URL', decodableSmtpUrl, mails);
  const sender = read('MAIL_FROM', from, url === undefined ? mails : 'SMTP_URL');
  const allOf = <T>(
    kind: 'slack' | 'msTeams' | 'webhook',
    of: (name: string, path: string) => T | undefined,
  ) => {
    const found = new Map<string, T>();
    const named = new Map<string, string>();
    for (const { path, recipients } of all) {
      for (const name of recipients[kind]) {
        const variable = variableOf(name);
        const before = named.get(variable);
        named.set(variable, before ?? name);
        if (before === undefined) {
          const endpoint = of(variable, `${path}.${kind}`);
          if (endpoint !== undefined) found.set(name, endpoint);
        } else if (before !== name) {
          problems.push(`${path}.${kind}: "${name}" and "${before}" would share a variable; rename one`);
        }
      }
    }
    return found;
  };
  const endpoints: Endpoints = {
    mail: url === undefined || sender === undefined ? undefined : { url, from: sender },
    slack: allOf('slack', (name, path) => read(`SLACK_URL_${name}`, httpUrl, path)),
    msTeams: allOf('msTeams', (name, path) => read(`MSTEAMS_URL_${name}`, httpUrl, path)),
    webhook: allOf('webhook', (name, path) => {
      const to = read(`WEBHOOK_URL_${name}`, httpUrl, path);
      const key = read(`WEBHOOK_SECRET_${name}`, secret, path);
      return to === undefined || key === undefined ? undefined : { url: to, secret: key };
    }),
  };
  if (problems.length === 0) return endpoints;
  const lines = [...new Set(problems)].map((problem) => `  ${problem}`);
  throw new ConfigurationError(`The environment has ${lines.length} problem(s):\n${lines.join('\n')}`);
}

/** Every list of recipients with its place in the configuration. */
function recipientsOf({ teams, scores }: Organisation): { path: string; recipients: Recipients }[] {
  return [
    ...Object.entries(teams).flatMap(([id, { recipients }]) =>
      recipients === undefined ? [] : [{ path: `teams.${id}.recipients`, recipients }],
    ),
    { path: 'scores.digest', recipients: scores.digest },
  ];
}

/** A lone % could not be decoded, neither here nor where the log-in is made of it. */
function isDecodable(url: string): boolean {
  // That it is no URL is told already.
  if (!URL.canParse(url)) return true;
  try {
    const { username, password } = new URL(url);
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

function variableOf(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/** Takes every secret out of a text: what a receiver or a library says may repeat it. */
export function withoutSecrets(text: string, { mail, slack, msTeams, webhook }: Endpoints): string {
  const secrets = [
    ...(mail === undefined ? [] : [mail.url, ...credentialsOf(mail.url)]),
    ...[...slack.values(), ...msTeams.values()].flatMap((url) => [url, pathOf(url)]),
    ...[...webhook.values()].flatMap(({ url, secret: key }) => [url, pathOf(url), key]),
  ];
  return secrets
    .filter((part) => part.length > 3)
    .sort((a, b) => b.length - a.length)
    .reduce((clean, part) => clean.replaceAll(part, '***'), text);
}

/** Of an incoming webhook the path is the secret; servers like to repeat it. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function credentialsOf(url: string): string[] {
  const { password } = new URL(url);
  const plain = decodeURIComponent(password);
  return [password, plain, Buffer.from(plain).toString('base64')];
}
