import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBindings } from '../../src/ontology/bindings.ts';
import { checkFiles } from '../../src/ontology/check-files.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { model, property } from './models.ts';

const folder = mkdtempSync(join(tmpdir(), 'linchpin-ontology-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('checking files', () => {
  it('finds all problems of a folder and names file, model and place', () => {
    put('a/good.json', model('Good', [property('x', 'double')]));
    put('a/bad.json', model('Bad', [property('x', 'dubble')]));
    put(
      'a/more.ndjson',
      `${JSON.stringify(model('One', []))}\n{"broken\n${JSON.stringify(model('Two', []))}\n`,
    );
    const found = checkFiles([join(folder, 'a')]);
    expect(found).toMatchObject({ files: 3, models: 4, right: 3 });
    expect(found.problems.map(({ where }) => where)).toEqual([
      `${join(folder, 'a/bad.json')}:1:175 dtmi:test:Bad;1/contents/x/schema`,
      `${join(folder, 'a/more.ndjson')}:2:9`,
    ]);
  });

  it('gives the problems of a file in the order of their lines', () => {
    const contents = [{ ...property('x', 'gone'), unit: 'metre' }, property('y', 'dtmi:test:Y;1')];
    const models = [model('A', contents), model('B', [], { extends: 5 }), model('A', [])];
    const text = JSON.stringify(models, null, 1);
    const path = put('lines.json', text.replace('"name": "y"', '"name": "z", "name": "y"'));
    const lines = checkFiles([path]).problems.map(({ line }) => Number(line));
    expect(lines).toHaveLength(6);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it("knows the package's own interfaces", () => {
    const path = put('own.json', model('Mine', [], { extends: 'dtmi:linchpin:core:Asset;1' }));
    expect(checkFiles([path])).toMatchObject({ models: 1, right: 1, problems: [] });
  });

  it('takes the models of a graph file and leaves its twins and relationships', () => {
    const twin = { $dtId: 'a', $metadata: { $model: 'dtmi:test:Mine;1' } };
    const relationship = { $dtId: 'a', $targetId: 'a', $relationshipName: 'r' };
    const lines = [
      { Section: 'Header' },
      { fileVersion: '1.0.0' },
      { Section: 'Models' },
      model('Mine', []),
      { '@context': 'dtmi:dtdl:context;3', '@type': 'Interface' },
      { Section: 'Twins' },
      twin,
      { Section: 'Relationships' },
      relationship,
    ];
    const path = put('graph.ndjson', lines.map((line) => JSON.stringify(line)).join('\n'));
    const found = checkFiles([path]);
    expect(found).toMatchObject({ models: 2, right: 1, records: 2 });
    expect(found.problems.map(({ where }) => where)).toEqual([`${path}:5:1 model 1`]);
    const plain = put('plain.ndjson', `${JSON.stringify(twin)}\n${JSON.stringify(relationship)}\n`);
    expect(checkFiles([plain])).toMatchObject({ models: 0, records: 2, problems: [] });
  });

  it('refuses a path that is not there', () => {
    expect(() => checkFiles([join(folder, 'nowhere')])).toThrow(
      /NOT_FOUND .*nowhere.*correct the path/,
    );
  });
});

describe('bindings', () => {
  const behaviour = model('Behaviour', [property('delay', 'double')]);
  const asset = model('Asset', [
    property('lag', 'double'),
    { '@type': 'Relationship', name: 'feeds' },
  ]);
  const bound = { interface: 'dtmi:test:Asset;1', behaviour: 'dtmi:test:Behaviour;1' };

  it('with fields that are missing, wrong or unknown are refused', () => {
    const bindings = [
      { ...bound, properties: { delay: 'lag' } },
      { interface: 'dtmi:test:Asset;1' },
      { ...bound, propertys: {} },
      { relationship: 'feeds', interface: 'dtmi:test:Asset;1', dependent: 'both ways', group: 'g' },
    ];
    const found = readBindings({ source: 'test', bindings }, 'file');
    expect(found.bindings).toHaveLength(1);
    expect(found.problems.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'file/bindings/1: behaviour is missing',
      'file/bindings/2: a binding has no field propertys',
      'file/bindings/3: dependent is "both ways"',
    ]);
  });

  it('to behaviours, properties or relationships that do not exist are problems', () => {
    const resolve = (binding: object) =>
      resolveOntology([behaviour, asset], [binding as never]).problems.map(
        ({ message }) => message,
      );
    expect(resolve({ ...bound, properties: { delay: 'lag' }, defaults: { delay: 1 } })).toEqual([]);
    expect(resolve({ ...bound, interface: 'dtmi:other:NotLoaded;1' })).toEqual([]);
    expect(resolve({ ...bound, behaviour: 'dtmi:test:Gone;1' })).toHaveLength(1);
    expect(resolve({ ...bound, properties: { dely: 'lag' } })).toHaveLength(1);
    expect(resolve({ ...bound, defaults: { delay: 'long' } })).toHaveLength(1);
    expect(resolve({ ...bound, properties: { delay: 'leg' } })).toHaveLength(1);
    const wrong = {
      relationship: 'fed',
      interface: 'dtmi:test:Asset;1',
      dependent: 'source',
      group: 'g',
    };
    expect(resolve(wrong)).toHaveLength(1);
  });
});
