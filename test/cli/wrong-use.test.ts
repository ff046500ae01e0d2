/** Wrong use of the command line: exit 2, nothing on stdout, and the whole line on stderr. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { build, linchpin, temporaryFolder } from '../support/command-line.ts';

const { path: cwd, remove } = temporaryFolder();
const plant = join(packageRoot(), 'seeds', 'plant', 'graph.ndjson');

const mechanism = (name: string, behaviours: string) =>
  `export default { name: '${name}', behaviours: [${behaviours}], init() {} };`;

beforeAll(() => {
  build();
  writeFileSync(join(cwd, 'object.json'), '{"outage": {}}');
  writeFileSync(join(cwd, 'unknown.json'), '[{"explode": {"twin": "press-1"}}]');
  writeFileSync(join(cwd, 'missing.json'), '[{"outage": {"twin": "nobody", "from": 0}}]');
  writeFileSync(join(cwd, 'deep.json'), '['.repeat(200_000) + ']'.repeat(200_000));
  writeFileSync(join(cwd, 'marked.json'), '\uFEFF{}');
  writeFileSync(join(cwd, 'named.mjs'), mechanism('balance', "'dtmi:linchpin:core:Store;1'"));
  writeFileSync(join(cwd, 'idle.mjs'), mechanism('idle', ''));
  writeFileSync(join(cwd, 'notes.txt'), 'years of work');
  writeFileSync(join(cwd, 'cut.ndjson.gz'), gzipSync('{"Section": "Header"}\n').subarray(0, 25));
}, 120_000);
afterAll(remove);

type Case = readonly [args: string, line: string, env?: Readonly<Record<string, string>>];

const cases: readonly Case[] = [
  ['', 'BAD_USER_INPUT linchpin: a command is missing; see linchpin --help'],
  ['fly', "BAD_USER_INPUT linchpin: unknown command 'fly'; see linchpin --help"],
  [
    'ontology',
    'BAD_USER_INPUT linchpin ontology: a command is missing; see linchpin ontology --help',
  ],
  [
    'start --quickly',
    "BAD_USER_INPUT linchpin start: unknown option '--quickly'; see linchpin start --help",
  ],
  [
    'query',
    "BAD_USER_INPUT linchpin query: missing required argument 'file'; see linchpin query --help",
  ],
  [
    'query - --url http://127.0.0.1:1/graphql --data here',
    'BAD_USER_INPUT --url: a service and a store of this machine are given; expected --url, or --data and --store; leave one of them out',
  ],
  [
    'simulate cut.ndjson.gz --horizon 60',
    'BAD_USER_INPUT cut.ndjson.gz: the packed data ends too early; expected a whole file that gzip made; copy or pack the file again',
  ],
  [
    'import',
    "BAD_USER_INPUT linchpin import: missing required argument 'paths'; see linchpin import --help",
  ],
  [
    'export --format xml',
    "BAD_USER_INPUT linchpin export: option '--format <name>' argument 'xml' is invalid. Allowed choices are adt-ndjson; see linchpin export --help",
  ],
  [
    `simulate ${plant} --horizon soon`,
    "BAD_USER_INPUT linchpin simulate: option '--horizon <time>' argument 'soon' is invalid. \"soon\" is not a duration; expected seconds, or weeks, days, hours, minutes and seconds in ISO 8601, such as P30D or PT1H30M; see linchpin simulate --help",
  ],
  [
    `simulate ${plant} --horizon=-5`,
    'BAD_USER_INPUT horizonSeconds: -5 is not a horizon; expected a number of seconds, 0 or more; give the time to look ahead, such as 86400 for a day',
  ],
  [
    `simulate ${plant} --seed 1.5`,
    'BAD_USER_INPUT seed: 1.5 is not a seed; expected a whole number from 0 to 4294967295; leave it out or give another',
  ],
  [
    `simulate ${plant} --edits object.json`,
    'BAD_USER_INPUT object.json: the edits cannot be read: it is not a list; expected a JSON list such as [{"outage": {"twin": "pump-1", "from": 0}}]; correct the path or the file',
  ],
  [
    `simulate ${plant} --edits deep.json`,
    'BAD_USER_INPUT deep.json: the edits cannot be read: it nests deeper than 64 levels; expected a JSON list such as [{"outage": {"twin": "pump-1", "from": 0}}]; correct the path or the file',
  ],
  [
    `simulate ${plant} --edits marked.json`,
    'BAD_USER_INPUT marked.json: the edits cannot be read: it is not a list; expected a JSON list such as [{"outage": {"twin": "pump-1", "from": 0}}]; correct the path or the file',
  ],
  [
    `simulate ${plant} --mechanism named.mjs`,
    'CONFLICT named.mjs: the name balance is that of a mechanism that is built in; expected a name of its own: findings, events and errors tell mechanisms apart by it; give the mechanism another name, and each file once',
  ],
  [
    `simulate ${plant} --mechanism idle.mjs`,
    'BAD_USER_INPUT idle.mjs: the mechanism idle has an empty list of behaviours; expected an ES module whose default export is { name, behaviours: [DTMI …], init(setting) }; correct the path or the module; the README shows one',
  ],
  [
    `simulate ${plant} --edits unknown.json`,
    'BAD_USER_INPUT edits[0].explode: explode is not a kind of edit; expected one of set, scale, addTwin, removeTwin, addRelationship, setRelationship, removeRelationship, outage, policy, and at for its time; name one of these in the edit',
  ],
  [
    `simulate ${plant} --edits missing.json`,
    'NOT_FOUND nobody: there is no twin nobody; expected the id of a twin that the graph holds when the edit takes effect; check the id, or add the twin by an earlier edit',
  ],
  [
    'simulate gone.json',
    'NOT_FOUND gone.json: there is no such file or folder; expected files or folders that can be read; correct the path',
  ],
  [
    'import gone.json',
    'NOT_FOUND gone.json: there is no such file or folder; expected files or folders that can be read; correct the path',
  ],
  [
    'query gone.graphql',
    "BAD_USER_INPUT gone.graphql: the document cannot be read: ENOENT: no such file or directory, open 'gone.graphql'; expected a file with a GraphQL document, or - for standard input; correct the path",
  ],
  [
    'query - --variables [1]',
    'BAD_USER_INPUT --variables: the variables cannot be read: they are not an object; expected a JSON object such as {"id": "pump-1"}; correct them; a shell needs quotes around JSON',
  ],
  [
    'query - --url http://127.0.0.1:1/graphql',
    'UNAVAILABLE http://127.0.0.1:1/graphql: no Linchpin service answers there; expected the GraphQL address that linchpin start prints; start the service, or name a data folder with --data instead',
  ],
  [
    'query -',
    'UNAVAILABLE 127.0.0.1:1: no Linchpin service answers there; expected the GraphQL address that linchpin start prints; start the service, or name a data folder with --data instead',
    { LINCHPIN_URL: '127.0.0.1:1' },
  ],
  [
    'query - --data fresh',
    'NOT_FOUND fresh: there is no data folder here; expected a folder that linchpin start or linchpin import made; name it with --data',
    { LINCHPIN_URL: '127.0.0.1:1' },
  ],
  [
    'import notes.txt --url http://127.0.0.1:1/graphql --format csv',
    'BAD_USER_INPUT --format: the service at http://127.0.0.1:1/graphql guesses the format of each file; expected --format for an import into a data folder alone; leave --format out, or name a data folder with --data instead',
  ],
  [
    'import notes.txt --format csv',
    'BAD_USER_INPUT --format: the service at 127.0.0.1:1 guesses the format of each file; expected --format for an import into a data folder alone; leave --format out, or name a data folder with --data instead',
    { LINCHPIN_URL: '127.0.0.1:1' },
  ],
  [
    'export --data . ',
    'BAD_USER_INPUT .: the folder holds other files and no Linchpin data; expected an empty or missing folder, or one that Linchpin made; give another folder',
  ],
  [
    'export --data fresh --out graph.ndjson',
    'NOT_FOUND fresh: there is no data folder here; expected a folder that linchpin start or linchpin import made; name it with --data',
  ],
  [
    'ontology check',
    'BAD_USER_INPUT ontology check: there is nothing to check; expected files or folders, or --cases with a file; name them after the command',
  ],
  [
    'ontology check gone.json',
    'NOT_FOUND gone.json: there is no such file or folder; expected DTDL files or folders that hold them; correct the path',
  ],
  [
    'ontology check --cases gone.ndjson',
    'NOT_FOUND gone.ndjson: there is no such file; expected a conformance file: one JSON document {file, case} per line; give another file',
  ],
  [
    'bench luck',
    'BAD_USER_INPUT luck: there is no benchmark of this name; expected one of start, ingest, query, whatif, query-neo4j, traverse, writes, import, asof, ontology, schema, fork, sweep-supply, n-1, time-to-survive, layout, events, city, gnn; choose one of these',
  ],
  [
    'evaluate luck grid.json',
    'BAD_USER_INPUT luck: there is no task of this name; expected one of motter-lai, dc-cascade; choose one of these',
  ],
  [
    'evaluate motter-lai',
    'BAD_USER_INPUT evaluate motter-lai: no file given; expected GRID.json; name the files after the task',
  ],
  [
    'evaluate dc-cascade a.m b.m',
    'BAD_USER_INPUT evaluate dc-cascade: 2 files given; expected CASE.m; name the files after the task',
  ],
  [
    'evaluate motter-lai gone.json',
    'NOT_FOUND gone.json: there is no such file or folder; expected files or folders that can be read; correct the path',
  ],
  [
    'start --port many',
    'BAD_USER_INPUT port: "many" cannot be used; expected a whole number from 0 to 65535; 0 takes any free port; correct the flag or LINCHPIN_PORT; see linchpin start --help',
  ],
  [
    'start --mqtt-port 65536',
    'BAD_USER_INPUT mqttPort: "65536" cannot be used; expected a whole number from 0 to 65535; 0 takes any free port; correct the flag or LINCHPIN_MQTT_PORT; see linchpin start --help',
  ],
  [
    'start --historized P5Y',
    'BAD_USER_INPUT historized: "P5Y" cannot be used; expected a duration in ISO 8601, such as P1825D; correct the flag or LINCHPIN_HISTORIZED; see linchpin start --help',
  ],
  [
    'start',
    'BAD_USER_INPUT token: the token cannot be used; expected at least 16 characters; correct the flag or LINCHPIN_TOKEN; see linchpin start --help',
    { LINCHPIN_TOKEN: 'too short' },
  ],
  [
    'start --host 0.0.0.0',
    'FORBIDDEN 0.0.0.0: the service would be open to everybody who reaches this address; expected a loopback address such as 127.0.0.1, or a token; set LINCHPIN_TOKEN to at least 16 characters, or pass --insecure to accept it',
  ],
  [
    'start --data fresh --port 0 --mqtt-port 0 --seed atlantis',
    'NOT_FOUND atlantis: there is no seed world of this name; expected one of city, enterprise, plant, supply-chain; choose one of these with --seed, or none with --no-seed',
  ],
  [
    'start --data fresh --port 0 --no-seed',
    'UNAVAILABLE mqtt://127.0.0.1:1: the MQTT broker cannot be reached (connect ECONNREFUSED 127.0.0.1:1); check that it runs and that MQTT_URL names it',
    { MQTT_URL: 'mqtt://127.0.0.1:1' },
  ],
];

describe('wrong use', () => {
  const named = cases.map(([args, line, env = {}]) => ({ args, line, env }));

  test.each(named)('linchpin $args', async ({ args, line, env }) => {
    const words = args.split(' ').filter((word) => word !== '');
    const { code, stdout, stderr } = await linchpin(words, { cwd, env });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
  });

  test('help and version are answers, not mistakes', async () => {
    const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await linchpin(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await linchpin(['import', '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('--dry-run');
  });

  test('the runner refuses an unknown task', async () => {
    const script = join(packageRoot(), 'src', 'run.mjs');
    expect(await linchpin(['fly'], { script })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'linchpin: BAD_USER_INPUT: unknown task fly; expected one of start, linchpin, neo4j, train, print, build, test\n',
    });
  });
});
