/** `linchpin start`: runs the service until it is interrupted. */
import { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import type { Service } from '../service.ts';

export function startCommand(): Command {
  return new Command('start')
    .description('run the service: GraphQL, MQTT broker, seed worlds, simulated devices')
    .option('--store <kind>', 'where the graph is kept: embedded or neo4j, which NEO4J_URI names')
    .option('--data <dir>', 'folder of the embedded store (default .linchpin)')
    .option('--host <address>', 'address to listen on (default 127.0.0.1)')
    .option('--port <number>', 'port of GraphQL, 0 for any free one (default 4000)')
    .option('--mqtt-port <number>', 'port of the MQTT broker, 0 for any free one (default 1883)')
    .option('--seed <name>', 'seed world to load, repeatable (default enterprise)', collect)
    .option('--no-seed', 'load no seed world')
    .option('--history <duration>', 'how long the past can be asked for (default P30D)')
    .option('--historized <duration>', 'how long Historized values are kept (default for good)')
    .option('--mechanism <file>', 'a mechanism of your own, an ES module; repeatable', collect)
    .option('--no-devices', 'run no simulated devices')
    .option('--insecure', 'listen beyond loopback without a token')
    .option('--json', 'print the bound addresses as JSON')
    .action(start);
}

interface StartOptions {
  readonly seed?: readonly string[] | false;
  readonly devices?: boolean;
  readonly json?: boolean;
  readonly [setting: string]: unknown;
}

async function start({ json, seed, devices, ...settings }: StartOptions): Promise<void> {
  const config = readConfig({
    ...settings,
    seed: seed === false ? [] : seed === undefined || seed.length === 0 ? undefined : seed,
    devices: devices === false ? false : undefined,
  });
  const interruption = interrupted();
  const { startService } = await import('../service.ts');
  const service = await startService(config).catch((error) => {
    interruption.ignore();
    throw error;
  });
  const { graphqlUrl, mqttUrl } = service;
  if (json === true) process.stdout.write(`${JSON.stringify({ graphqlUrl, mqttUrl })}\n`);
  else process.stdout.write(greeting(service, config));
  await interruption.happened;
  await service.close();
}

function collect(name: string, names: readonly string[] | true | undefined): readonly string[] {
  return [...(Array.isArray(names) ? names : []), name];
}

function greeting(service: Service, { store, data, neo4jUri, token }: Config): string {
  const { graphqlUrl, mqttUrl, seeds, devices } = service;
  const worlds = seeds.length === 0 ? 'no seed worlds' : `worlds: ${seeds.join(', ')}`;
  const bearer = token === undefined ? '' : ' -H "authorization: Bearer $LINCHPIN_TOKEN"';
  const { about, query } = exampleFor(seeds);
  const body = JSON.stringify({ query });
  return `Linchpin is running, its data in ${store === 'neo4j' ? neo4jUri : data} (${worlds}, ${devices} simulated devices)

  GraphQL   ${graphqlUrl}  (open it in a browser for GraphiQL)
  MQTT      ${mqttUrl}

Try this: ${about}

  curl -s ${graphqlUrl} -H 'content-type: application/json'${bearer} -d '${body}'

Stop with Ctrl+C.
`;
}

/** A question that the loaded worlds answer. */
function exampleFor(seeds: readonly string[]) {
  if (!seeds.includes('city')) {
    const query = '{ twins(first: 3) { nodes { id model properties } } }';
    return { about: 'ask what is in the graph', query };
  }
  const query =
    '{ forecast(failed: ["substation-north"], first: 3) { nodes { twin { id } probability } } }';
  return { about: 'ask which twins would fail if a substation went down', query };
}

/** One Ctrl+C comes two or three times: from the terminal, and handed on by npm and `run.mjs`. */
const sameInterruptMilliseconds = 1_000;

interface Interruption {
  readonly happened: Promise<void>;
  /** Leaves signals to the system again. */
  ignore(): void;
}

/** Waits for SIGINT or SIGTERM; another one, later than an echo of the first, ends at once. */
function interrupted(): Interruption {
  let resolve = () => {};
  const happened = new Promise<void>((done) => {
    resolve = done;
  });
  let first: number | undefined;
  const interrupt = () => {
    const now = performance.now();
    first ??= now;
    if (now - first > sameInterruptMilliseconds) process.exit(1);
    resolve();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return { happened, ignore: () => process.off('SIGINT', interrupt).off('SIGTERM', interrupt) };
}
