/**
 * Wrong input of every kind that a planner, a file or a device can send, with its full message:
 * code, place, what is wrong, what was expected and what to do. Nothing half-written remains.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readStorePlace } from '../src/config.ts';
import { ingest } from '../src/flows/ingest.ts';
import { load } from '../src/flows/load.ts';
import type { Change } from '../src/model/change.ts';
import { describeProblem } from '../src/model/errors.ts';
import { openApi, openStore } from '../src/service.ts';
import type { CheckedStore } from '../src/store/checked/checked-store.ts';
import { decode } from '../src/telemetry/decode.ts';
import { mqttBroker } from '../src/telemetry/mqtt/broker.ts';
import { graphDigest } from './support/graph-digest.ts';

const pump = 'dtmi:abuse:Pump;1';
const tank = 'dtmi:abuse:Tank;1';
const context = ['dtmi:dtdl:context;3', 'dtmi:dtdl:extension:quantitativeTypes;1'];
const flow = { '@type': 'Property', name: 'flow', schema: 'double' };
const models = [
  {
    ...{ '@context': context, '@id': pump, '@type': 'Interface' },
    contents: [
      flow,
      { '@type': 'Property', name: 'count', schema: 'long' },
      {
        '@type': ['Property', 'Temperature'],
        ...{ name: 'heat', schema: 'double', unit: 'degreeCelsius' },
      },
      { '@type': 'Relationship', name: 'feeds', target: pump },
    ],
  },
  { '@context': context, '@id': tank, '@type': 'Interface' },
];

let folder: string;
let store: CheckedStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linchpin-abuse-'));
  store = await openStore(readStorePlace({ data: join(folder, 'data') }));
  await store.addModels(models);
  await store.commit([
    { addTwin: { id: 'pump', model: pump } },
    { addTwin: { id: 'tank', model: tank } },
  ]);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const digest = async () => graphDigest(await store.snapshot());
const file = (name: string, ...lines: readonly string[]) => ({
  name,
  bytes: new TextEncoder().encode(lines.join('\n')),
});
const twin = (id: string, values = '') =>
  `{"$dtId":"${id}","$metadata":{"$model":"${pump}"}${values}}`;
const set = (property: string, value: unknown) =>
  ({ set: { twin: 'pump', property, value } }) as Change;
const relate = (name: string, target: string): Change => ({
  addRelationship: { source: 'pump', name, target },
});
const idRule =
  'expected text of 1 to 256 characters without control characters, not beginning with $; choose another id';
const form = 'expected a finite number; send a value of that form, or change the model';

const changes: readonly (readonly [Change, string])[] = [
  [
    { addTwin: { id: 'x', model: 'dtmi:abuse:Pumpe;1' } },
    `VALIDATION_FAILED x: the model dtmi:abuse:Pumpe;1 is not in the ontology; expected the DTMI of a loaded interface; did you mean ${pump}?`,
  ],
  [
    set('flo', 1),
    `VALIDATION_FAILED pump/flo: ${pump} has no such property; expected one of flow, count, heat; did you mean flow?`,
  ],
  [set('flow', 'much'), `VALIDATION_FAILED pump/flow: the value is "much"; ${form}`],
  [set('heat', '70 °F'), `VALIDATION_FAILED pump/heat: the value is "70 °F"; ${form}`],
  [set('flow', Number.NaN), `VALIDATION_FAILED pump/flow: the value is NaN; ${form}`],
  [
    set('flow', Number.POSITIVE_INFINITY),
    `VALIDATION_FAILED pump/flow: the value is Infinity; ${form}`,
  ],
  [
    set('count', 2 ** 53 + 2),
    'VALIDATION_FAILED pump/count: the value is 9007199254740994; expected a whole number of 64 bits, as a decimal string beyond ±9007199254740991; send it as a decimal string: JSON numbers are exact only up to ±9007199254740991',
  ],
  [
    relate('feeds', 'nobody'),
    'NOT_FOUND pump/feeds:nobody: there is no twin nobody; expected the id of a twin in the graph; check the id, or add the twin first',
  ],
  [
    relate('feeds', 'tank'),
    `VALIDATION_FAILED pump/feeds:tank: the target tank is a ${tank}; expected a twin of ${pump} or of a model that extends it; choose another target`,
  ],
  [
    relate('fills', 'tank'),
    `VALIDATION_FAILED pump/fills:tank: ${pump} declares no relationship "fills"; expected one of feeds; leave it out, or add it to the model`,
  ],
  [
    { addTwin: { id: '$pump', model: pump } },
    `BAD_USER_INPUT $pump: an id must not start with $, which is kept for metadata; ${idRule}`,
  ],
  [
    { addTwin: { id: 'a\nFATAL: b', model: pump } },
    `BAD_USER_INPUT a FATAL: b: an id must not hold control characters; ${idRule}`,
  ],
];

describe('a wrong change', () => {
  test.each(changes)('%j is refused', async (change, message) => {
    const before = await digest();
    await expect(store.commit([change])).rejects.toMatchObject({ message });
    expect(await digest()).toBe(before);
  });

  test('refuses the whole commit, and all that is wrong is listed', async () => {
    const before = await digest();
    const wanted = [{ addTwin: { id: 'good', model: pump } }, ...changes.map(([each]) => each)];
    const error = await store.commit(wanted).catch((refusal) => refusal);
    expect(error.problems.map(describeProblem)).toEqual(changes.map(([, message]) => message));
    expect(await digest()).toBe(before);
  });
});

describe('ids with / + # and a later $', () => {
  test('are ordinary ids, in commits and, percent-encoded, in topics', async () => {
    const id = 'a/b+c#d$e';
    await store.commit([{ addTwin: { id, model: pump } }]);
    const payload = Buffer.from('{"flow": 4}');
    const topic = `twins/${encodeURIComponent(id)}`;
    await ingest({ store }).deliver(decode({ topic, payload, receivedAt: 1 }));
    expect((await store.snapshot()).twin(id)?.properties).toEqual({ flow: 4 });
    await store.commit([{ removeTwin: { twin: id } }]);
  });
});

describe('a wrong file', () => {
  const exact =
    'cannot be kept exactly; expected a finite number, and a whole number that a 64-bit float holds exactly (2^53); write the number as a string, and give the property a string schema';

  test.each([
    [
      file('model.json', '{"@id": "dtmi:abuse:Half;1", '),
      /^BAD_USER_INPUT model\.json:1:30: this is not JSON \(.+\); expected a complete JSON text; correct the text, or export the file again$/,
    ],
    [
      file(
        'model.json',
        JSON.stringify({
          ...models[0],
          '@id': 'dtmi:abuse:Odd;1',
          contents: [{ ...flow, schema: 'doubel' }],
        }),
      ),
      /^VALIDATION_FAILED model\.json:1:\d+ dtmi:abuse:Odd;1\/contents\/flow\/schema: the value is "doubel" \(badDtmiOrTerm\); expected a Schema, its DTMI, or boolean, .+ and 4 more; did you mean double\?$/,
    ],
    [
      file(
        'half.m',
        "function mpc = half\nmpc.version = '2';\nmpc.baseMVA = 100;",
        'mpc.bus = [\n 1 3 0 0 0 0 1 1 0 135 1 1.05 0.95;\n 2 1 10',
      ),
      /^BAD_USER_INPUT half\.m:4: the file ends within mpc\.bus, so it is cut short; expected a closing \]; get the whole file; nothing of it was taken$/,
    ],
    [
      file('thesis.doc', 'years of work'),
      /^BAD_USER_INPUT thesis\.doc: the format of the file is not recognised; expected adt-ndjson, .+; name the format with --format$/,
    ],
  ])('is refused whole: case %#', async (source, message) => {
    const before = [await digest(), (await store.models()).length];
    const { rejected, twins } = await load(store, [source]);
    expect(rejected.map(describeProblem)).toEqual([expect.stringMatching(message)]);
    expect(twins).toBe(0);
    expect([await digest(), (await store.models()).length]).toEqual(before);
  });

  test('line does not keep its neighbours out: the batch goes on and lists it', async () => {
    const source = file(
      'graph.ndjson',
      twin('first'),
      '{"$dtId":"torn","$meta',
      twin('nan', ',"flow":NaN'),
      twin('huge', ',"flow":1e999'),
      twin('big', ',"count":9007199254740993'),
      twin('odd', ',"flow":"much"'),
      '{"$dtId":"first","$relationshipName":"feeds","$targetId":"torn"}',
      twin('last', ',"count":"9007199254740993"'),
    );
    const { rejected, twins, relationships } = await load(store, [source]);
    const notJson = /this is not JSON \(.+\); expected a complete JSON text; correct the text/;
    expect(rejected.map(describeProblem)).toEqual([
      expect.stringMatching(notJson),
      expect.stringMatching(notJson),
      `BAD_USER_INPUT graph.ndjson:4:67: the number 1e999 ${exact}`,
      `BAD_USER_INPUT graph.ndjson:5:67: the number 9007199254740993 ${exact}`,
      `VALIDATION_FAILED graph.ndjson:6: odd/flow: the value is "much"; ${form}`,
      'NOT_FOUND graph.ndjson:7: first/feeds:torn: there is no twin torn; expected the id of a twin in the graph; check the id, or add the twin first',
    ]);
    expect({ twins, relationships }).toEqual({ twins: 2, relationships: 0 });
    await store.commit([{ removeTwin: { twin: 'first' } }, { removeTwin: { twin: 'last' } }]);
  });
});

const kept = 'expected JSON whose keys, numbers and texts can be kept as they are';
const json = 'expected a JSON value; send JSON, such as {"flow": 12.5}; text needs double quotes';
const messages: readonly (readonly [string, string, string])[] = [
  [
    'pump',
    'flow=3',
    `BAD_USER_INPUT twins/pump: the payload is not JSON (Unexpected token 'l', "flow=3" is not valid JSON); ${json}`,
  ],
  [
    'pump',
    '{"flow":NaN}',
    `BAD_USER_INPUT twins/pump: the payload is not JSON (Unexpected token 'N', "{"flow":NaN}" is not valid JSON); ${json}`,
  ],
  [
    'pump',
    '{"flow":1e999}',
    `BAD_USER_INPUT pump/flow: 1e999 is too large for a double; ${kept}; send it in a larger unit`,
  ],
  [
    'pump',
    '{"count":9007199254740993}',
    `BAD_USER_INPUT pump/count: 9007199254740993 would be rounded to 9007199254740992; ${kept}; send a whole number beyond 2^53 as text, "9007199254740993", to a long`,
  ],
  [
    'pump',
    '[1]',
    'BAD_USER_INPUT twins/pump: the payload is not a JSON object; expected an object of property values, such as {"flow": 12.5}; send a single value to twins/pump/{property}',
  ],
  ['pump/flow', '"3"', `VALIDATION_FAILED pump/flow: the value is "3"; ${form}`],
  [
    'nobody',
    '{"flow":1}',
    'NOT_FOUND nobody: there is no twin nobody; expected the id of a twin in the graph; check the id, or add the twin first',
  ],
  [
    '50%',
    '{"flow":1}',
    'BAD_USER_INPUT twins/50%: "50%" is not percent-encoded text; expected twins/{twin} or twins/{twin}/{property path}; write % as %25, / as %2F, + as %2B and # as %23',
  ],
];

describe('a wrong telemetry message', () => {
  test.each(messages)('to twins/%s with %s is kept as a rejection', async (to, text, message) => {
    const before = await digest();
    const raw = { topic: `twins/${to}`, payload: Buffer.from(text), receivedAt: 1 };
    await ingest({ store }).deliver(decode(raw));
    const [rejection] = (await store.rejections({ first: 1 })).items;
    expect(rejection).toMatchObject({ source: `twins/${to}`, payload: text });
    expect(describeProblem(rejection?.problem as never)).toBe(message);
    expect(await digest()).toBe(before);
  });
});

describe('GraphQL over its limits', () => {
  const repeated = (count: number, each: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => each(index)).join(' ');
  const deep = `{ twins { nodes ${'{ relationships { nodes { target '.repeat(6)} { id } ${'} } }'.repeat(6)} } }`;

  test.each([
    [deep, 'LIMIT_EXCEEDED the query: nests deeper than 16 fields; ask in two queries'],
    [
      `{ ${repeated(16, (index) => `a${index}: revision`)} }`,
      'LIMIT_EXCEEDED the query: has more than 15 aliases; ask in two queries',
    ],
    [
      `{ twins(where: {property: "flow", in: [${repeated(1000, () => '1')}]}) { nodes { id } } }`,
      'LIMIT_EXCEEDED the query: has more than 1000 tokens; put values in variables',
    ],
    [
      '{ twins(first: 1001) { nodes { id } } }',
      'LIMIT_EXCEEDED first: a page has at most 1000 items, this asks for 1001; ask for a smaller page and go on with its endCursor',
    ],
  ])('is refused: case %#', async (query, message) => {
    const fetch = await openApi(store);
    const response = await fetch('http://127.0.0.1/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    expect(errors.map((error) => error.message)).toEqual([message]);
  });
});

describe('what others hold', () => {
  test('a data folder that is open already', async () => {
    const path = join(folder, 'data');
    await expect(openStore(readStorePlace({ data: path }))).rejects.toThrow(
      new RegExp(
        `^DATA_LOCKED ${path}: the data folder is in use by process ${process.pid} on .+; `,
      ),
    );
  });

  test('a data folder that a newer version wrote', async () => {
    const path = join(folder, 'newer');
    await (await openStore(readStorePlace({ data: path }))).close();
    await writeFile(join(path, 'linchpin.json'), '{"product":"linchpin","format":99}');
    await expect(openStore(readStorePlace({ data: path }))).rejects.toThrow(
      `DATA_TOO_NEW ${path}: the data folder was written by a newer version (format 99); expected format 2 or older; use the newer version of Linchpin, or another data folder`,
    );
  });

  test('a port in use', async () => {
    const broker = await mqttBroker({ port: 0 });
    await expect(mqttBroker({ port: broker.port })).rejects.toThrow(
      `PORT_IN_USE 127.0.0.1:${broker.port}: another program listens on this MQTT port; expected a free port; stop it, or choose another with --mqtt-port (0 means any free port)`,
    );
    await broker.close();
  });
});
