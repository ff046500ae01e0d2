/** `ontology schema` on files of models. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isInterfaceType, isObjectType, validateSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { models } from '../api/waterworks.ts';
import { build, json, linchpin, temporaryFolder } from '../support/command-line.ts';

const { path: folder, remove } = temporaryFolder();
const file = join(folder, 'waterworks.json');

beforeAll(() => {
  build();
  writeFileSync(file, JSON.stringify(models));
});
afterAll(remove);

test('prints SDL that a client can be made from', async () => {
  const { code, stdout, stderr } = await linchpin(['ontology', 'schema', file]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const schema = buildSchema(stdout);
  expect(validateSchema(schema)).toEqual([]);
  expect(isInterfaceType(schema.getType('Pump'))).toBe(true);
  const query = schema.getQueryType()?.getFields() ?? {};
  expect(Object.keys(query)).toEqual(expect.arrayContaining(['pump', 'pumps', 'tanks', 'twins']));
});

test('has of the package’s own models those that the given ones rest on', async () => {
  const well = {
    '@context': 'dtmi:dtdl:context;3',
    '@id': 'dtmi:waterworks:Well;1',
    '@type': 'Interface',
    extends: 'dtmi:linchpin:core:Supply;1',
  };
  const path = join(folder, 'well.json');
  writeFileSync(path, JSON.stringify(well));
  const schema = buildSchema((await linchpin(['ontology', 'schema', path])).stdout);
  expect(isObjectType(schema.getType('Well'))).toBe(true);
  expect(isInterfaceType(schema.getType('Supply'))).toBe(true);
  expect(schema.getType('Robot')).toBeUndefined();
});

test('says how large it is', async () => {
  const size = await json(['ontology', 'schema', join(packageRoot(), 'ontology')]);
  const { stdout } = await linchpin(['ontology', 'schema', join(packageRoot(), 'ontology')]);
  const types = Object.keys(buildSchema(stdout).getTypeMap()).filter(
    (name) => !name.startsWith('__'),
  );
  expect(size).toEqual({
    models: readdirSync(join(packageRoot(), 'ontology'), { recursive: true }).filter(
      (file) => /\.json$/.test(String(file)) && !String(file).startsWith('bindings'),
    ).length,
    types: types.length,
    sdlBytes: Buffer.byteLength(stdout),
    seconds: expect.any(Number),
    rssBytes: expect.any(Number),
  });
});

test('prints no half schema of models with problems, and says what is wrong', async () => {
  const path = join(folder, 'wrong.json');
  writeFileSync(path, JSON.stringify([...models, { ...models[0], '@id': 'dtmi:x:Wrong;0' }]));
  const { code, stdout, stderr } = await linchpin(['ontology', 'schema', path]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('dtmi:x:Wrong;0');
});

test('asks for paths', async () => {
  const { code, stderr } = await linchpin(['ontology', 'schema']);
  expect(code).toBe(2);
  expect(stderr).toContain('paths');
});
