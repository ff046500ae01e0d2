/** `ontology check` on bad input: every problem of every file, and what is right. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, linchpin, temporaryFolder } from '../support/command-line.ts';

const { path: cwd, remove } = temporaryFolder();
beforeAll(build, 120_000);
afterAll(remove);

const model = (name: string, more: object = {}) => ({
  '@context': 'dtmi:dtdl:context;3',
  '@id': `dtmi:test:${name};1`,
  '@type': 'Interface',
  ...more,
});

/** Writes a file and checks it: exit code, and what is printed on both ways. */
async function checked(name: string, content: string, ...more: string[]) {
  writeFileSync(join(cwd, name), content);
  return linchpin(['ontology', 'check', name, ...more], { cwd });
}

describe('ontology check', () => {
  test('names line and column, in JSON as numbers too', async () => {
    const text = JSON.stringify(model('A', { extends: 'dtmi:test:Gone;1' }), null, 2);
    const place = 'a.json:5:14 dtmi:test:A;1/extends';
    expect(await checked('a.json', text)).toEqual({
      code: 1,
      stdout: `VALIDATION_FAILED ${place}: dtmi:test:Gone;1 is not defined (unresolvedReference); expected an element of the language or of a model that is loaded with it or before it; load the model that defines it too\n1 model, 0 right, 1 problem\n`,
      stderr: '',
    });
    const { stdout } = await checked('a.json', text, '--json');
    expect(JSON.parse(stdout).problems).toMatchObject([
      { where: place, rule: 'unresolvedReference', line: 5, column: 14 },
    ]);
  });

  test('refuses a key that stands twice', async () => {
    const text = JSON.stringify(model('A'), null, 2).replace('{', '{\n  "@id": "dtmi:test:B;1",');
    const { code, stdout } = await checked('a.json', text);
    expect(code).toBe(1);
    expect(stdout).toBe(
      'VALIDATION_FAILED a.json:4:3 dtmi:test:A;1: the key @id is given twice, first on line 2, column 3 (duplicateKey); expected each key once in an object; remove one of the two, or rename it\n1 model, 0 right, 1 problem\n',
    );
  });

  test.each([
    ['an empty file', '', /^VALIDATION_FAILED a\.json:1:1: it is not JSON: Unexpected end/],
    ['a list of lists', '[[{}]]', /^VALIDATION_FAILED a\.json:1:2 model 0: it is an array of 1/],
    ['a circle', JSON.stringify(model('A', { extends: 'dtmi:test:A;1' })), /contains itself/],
    ['depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /it is an array of 1/],
    ['deep models', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, /nested more than 200/],
    ['prototypes', JSON.stringify(model('A')).replace('{', '{"__proto__":{"x":1},'), /__proto__/],
  ])('says in one line what is wrong with %s', async (_, text, message) => {
    const { code, stdout, stderr } = await checked('a.json', text);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(message);
    expect(stdout).toMatch(/\n\d models?, 0 right, 1 problem\n$/);
  });

  test('judges all files of a folder, whatever one of thousands holds', async () => {
    mkdirSync(join(cwd, 'many'));
    for (let index = 0; index < 2000; index++) {
      writeFileSync(join(cwd, 'many', `${index}.json`), JSON.stringify(model(`M${index}`)));
    }
    const { code, stdout } = await checked('many/7.json', '{\n"@id": }');
    expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 1, lines: 3 });
    const all = await linchpin(['ontology', 'check', 'many'], { cwd });
    expect(all.code).toBe(1);
    expect(all.stdout).toMatch(
      /^VALIDATION_FAILED many\/7\.json:2:8: it is not JSON: [^\n]+\n1999 models, 1999 right, 1 problem\n$/,
    );
  });
});
