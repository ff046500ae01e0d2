/**
 * The service's settings: flags beat the environment, the environment beats `.env`, that beats
 * the defaults. Read once by the command line, frozen, and never looked up again.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { isLoopback } from './api/server/access.ts';
import { durationSeconds } from './model/duration.ts';
import { LinchpinError } from './model/errors.ts';

const port = z.coerce.number().int().min(0).max(65_535);

/** Every setting with its default; `schema/config.schema.json` is printed from this. */
export const configSchema = z.object({
  store: z.enum(['embedded', 'neo4j']).default('embedded').describe('Where the graph is kept.'),
  data: z
    .string()
    .min(1)
    .default('.linchpin')
    .describe('Folder of the embedded store, and of what other stores keep at hand.'),
  neo4jUri: z
    .string()
    .regex(/^(?:neo4j|bolt)(?:\+s|\+ssc)?:\/\/[^@\s]+$/)
    .default('neo4j://127.0.0.1:7687')
    .describe('Address of the Neo4j store.'),
  neo4jUsername: z.string().min(1).default('neo4j').describe('User name at Neo4j.'),
  neo4jPassword: z.string().optional().describe('Password at Neo4j.'),
  neo4jDatabase: z
    .string()
    .optional()
    .describe('Database of the Neo4j store; the user’s home database where absent.'),
  host: z.string().min(1).default('127.0.0.1').describe('Address that GraphQL and MQTT listen on.'),
  port: port.default(4000).describe('Port of GraphQL; 0 takes any free one.'),
  mqttPort: port.default(1883).describe('Port of the embedded MQTT broker; 0 takes any free one.'),
  mqttUrl: z.string().optional().describe('An external broker to read from instead.'),
  mqttUsername: z.string().optional().describe('User name at the external broker.'),
  mqttPassword: z.string().optional().describe('Password at the external broker.'),
  token: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token and MQTT password clients must send.'),
  insecure: z.boolean().default(false).describe('Listen beyond loopback without a token.'),
  seed: z.array(z.string()).default(['enterprise']).describe('Seed worlds to load once.'),
  history: z
    .string()
    .refine(isDuration)
    .default('P30D')
    .describe('How long the past can be asked for, in ISO 8601 (P30D, PT12H).'),
  historized: z
    .string()
    .refine(isDuration)
    .optional()
    .describe(
      'How long values that models mark Historized are kept, likewise; for good by default.',
    ),
  mechanism: z
    .array(z.string())
    .default([])
    .describe('Files of mechanisms of your own, ES modules, that the simulator runs too.'),
  devices: z.boolean().default(true).describe('Run simulated devices for the seed worlds.'),
  log: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn').describe('Log level.'),
});

/** The settings that say where the graph is. */
const placeSchema = configSchema.pick({
  store: true,
  data: true,
  neo4jUri: true,
  neo4jUsername: true,
  neo4jPassword: true,
  neo4jDatabase: true,
});

export type Config = Readonly<z.output<typeof configSchema>>;
export type StorePlace = Readonly<z.output<typeof placeSchema>>;
export type ConfigFlags = Partial<Record<keyof Config, unknown>>;

/** Which environment variable sets what. */
const environmentNames: Readonly<Record<string, keyof Config>> = {
  LINCHPIN_STORE: 'store',
  LINCHPIN_DATA: 'data',
  LINCHPIN_HOST: 'host',
  LINCHPIN_PORT: 'port',
  LINCHPIN_MQTT_PORT: 'mqttPort',
  LINCHPIN_TOKEN: 'token',
  LINCHPIN_HISTORY: 'history',
  LINCHPIN_HISTORIZED: 'historized',
  LINCHPIN_LOG: 'log',
  MQTT_URL: 'mqttUrl',
  MQTT_USERNAME: 'mqttUsername',
  MQTT_PASSWORD: 'mqttPassword',
  NEO4J_URI: 'neo4jUri',
  NEO4J_USERNAME: 'neo4jUsername',
  NEO4J_PASSWORD: 'neo4jPassword',
  NEO4J_DATABASE: 'neo4jDatabase',
};

/**
 * The settings of this process. Throws `BAD_USER_INPUT` naming the setting, and `FORBIDDEN` for an
 * address beyond loopback without a token.
 */
export function readConfig(flags: ConfigFlags): Config {
  const config = read(configSchema, flags);
  requireToken(config);
  return config;
}

/** Where the graph of this process is; throws as `readConfig` does. */
export function readStorePlace(flags: ConfigFlags): StorePlace {
  return read(placeSchema, flags);
}

function read<T extends object>(schema: z.ZodType<T>, flags: ConfigFlags): Readonly<T> {
  const given: ConfigFlags = { ...named(environment()), ...present(flags) };
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw badSetting(parsed.error.issues[0] as z.core.$ZodIssue, given);
  return Object.freeze(parsed.data);
}

/** The environment's variables, with those of `.env` behind them; an empty one counts as absent. */
export function environment(): Readonly<Record<string, string>> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...present(file), ...present(process.env) } as Record<string, string>;
}

function named(variables: Readonly<Record<string, string>>): ConfigFlags {
  return present(
    Object.fromEntries(
      Object.entries(environmentNames).map(([variable, setting]) => [setting, variables[variable]]),
    ),
  );
}

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given);
}

/** What a setting's value looks like, where the schema's own words are not for people. */
const forms: Partial<Record<keyof Config, string>> = {
  store: configSchema.shape.store.unwrap().options.join(' or '),
  port: 'a whole number from 0 to 65535; 0 takes any free port',
  mqttPort: 'a whole number from 0 to 65535; 0 takes any free port',
  neo4jUri: 'an address such as neo4j://localhost:7687 or neo4j+s://host, without a password',
  token: 'at least 16 characters',
  history: 'a duration in ISO 8601, such as P30D or PT12H',
  historized: 'a duration in ISO 8601, such as P1825D',
  log: `one of ${configSchema.shape.log.unwrap().options.join(', ')}`,
};

/** Settings that are, or may hold, what nobody is to read in a message; and how they are called there. */
const secrets: ReadonlyMap<keyof Config, string> = new Map([
  ['token', 'the token'],
  ['neo4jUri', 'the address of Neo4j'],
  ['neo4jPassword', 'the password'],
  ['mqttPassword', 'the password'],
]);

function badSetting({ path, message }: z.core.$ZodIssue, given: ConfigFlags): LinchpinError {
  const setting = String(path[0]) as keyof Config;
  const shown = secrets.get(setting) ?? JSON.stringify(given[setting]);
  const variable = Object.entries(environmentNames).find(([, name]) => name === setting)?.[0];
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: setting,
    message: `${shown} cannot be used`,
    expected: forms[setting] ?? message,
    action: `correct the flag${variable === undefined ? '' : ` or ${variable}`}; see linchpin start --help`,
  });
}

function requireToken({ host, token, insecure }: Config): void {
  if (token !== undefined || insecure || isLoopback(host)) return;
  throw new LinchpinError({
    code: 'FORBIDDEN',
    where: host,
    message: 'the service would be open to everybody who reaches this address',
    expected: 'a loopback address such as 127.0.0.1, or a token',
    action: 'set LINCHPIN_TOKEN to at least 16 characters, or pass --insecure to accept it',
  });
}

function isDuration(text: string): boolean {
  try {
    return durationSeconds(text) > 0;
  } catch {
    return false;
  }
}
