import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import type { Change } from '../../src/model/change.ts';
import type { Problem } from '../../src/model/errors.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { checkOf } from '../../src/ontology/check.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { graphOf, model, property } from './models.ts';

const feeds = {
  '@type': 'Relationship',
  name: 'feeds',
  target: 'dtmi:test:Pump;1',
  maxMultiplicity: 2,
  properties: [property('share', 'double')],
};
const { catalogue, problems: none } = resolveOntology([
  model('Motor', [property('power', 'double'), property('running', 'boolean')]),
  model('Pump', [
    property('head', 'double'),
    { '@type': 'Telemetry', name: 'flow', schema: 'double' },
    { '@type': 'Component', name: 'motor', schema: 'dtmi:test:Motor;1' },
    { '@type': 'Command', name: 'stop' },
  ]),
  model('Booster', [property('stages', 'integer')], { extends: 'dtmi:test:Pump;1' }),
  model('Tank', [property('level', 'double'), feeds, { '@type': 'Relationship', name: 'near' }]),
]);
const check = checkOf(catalogue);

function refused(graph: TwinGraph, ...changes: Change[]): readonly Problem[] {
  return applyChanges(graph, changes, { revision: 2, now: 0, check, skipRefused: true }).rejected;
}

const add = (id: string, name: string, properties = {}): Change => ({
  addTwin: { id, model: `dtmi:test:${name};1`, properties },
});
const plant = graphOf([
  ['tank', 'Tank'],
  ['pump', 'Pump', { head: 10, motor: { power: 1 } }],
  ['booster', 'Booster'],
]);

describe('twins', () => {
  it('are accepted with properties, telemetry and components, inherited ones too', () => {
    expect(none).toEqual([]);
    const properties = { stages: 2, head: 3.5, flow: 1, motor: { running: true } };
    expect(refused(plant, add('new', 'Booster', properties))).toEqual([]);
  });

  it('are refused with an unknown model, and the nearest is named', () => {
    expect(refused(plant, add('x', 'Pumb'))).toMatchObject([
      { code: 'VALIDATION_FAILED', where: 'x', action: 'did you mean dtmi:test:Pump;1?' },
    ]);
    expect(refused(plant, { addTwin: { id: 'x', model: 'Pump', properties: {} } })).toMatchObject([
      { code: 'VALIDATION_FAILED', where: 'x', action: 'did you mean dtmi:test:Pump;1?' },
    ]);
  });

  it('are refused with every property that is wrong, each by its path', () => {
    const properties = { head: '10', motor: { powr: 1, running: 1 }, stop: {}, __proto_: 1 };
    const found = refused(plant, add('x', 'Pump', properties));
    expect(found.map(({ where }) => where)).toEqual([
      'x/head',
      'x/motor/powr',
      'x/motor/running',
      'x/stop',
      'x/__proto_',
    ]);
    expect(found[1]?.action).toBe('did you mean power?');
    expect(found[3]?.message).toContain('command');
  });

  it('are judged where they change: what was wrong before does not stop other changes', () => {
    const old = graphOf([['pump', 'Pump', { gone: 1, head: 2 }]]);
    const set = (name: string, value: number | string): Change => ({
      set: { twin: 'pump', property: name, value },
    });
    expect(refused(old, set('head', 3))).toEqual([]);
    expect(refused(old, set('motor/power', 3))).toEqual([]);
    expect(refused(old, set('motor/power', 'much'))).toMatchObject([{ where: 'pump/motor/power' }]);
    expect(refused(old, set('motor', 3))).toMatchObject([{ where: 'pump/motor' }]);
  });

  it('are judged whole when their model changes, with the relationships around them', () => {
    const linked = plant.withChanges(
      applyChanges(
        plant,
        [{ addRelationship: { source: 'tank', target: 'pump', name: 'feeds' } }],
        {
          revision: 2,
          now: 0,
        },
      ).changeset,
    );
    const put: Change = {
      putTwin: { id: 'pump', model: 'dtmi:test:Tank;1', properties: { head: 1 } },
    };
    expect(refused(linked, put).map(({ where }) => where)).toEqual([
      'pump/head',
      'tank/feeds:pump',
    ]);
  });
});

describe('relationships', () => {
  const relate = (target: string, more = {}): Change => ({
    addRelationship: { source: 'tank', target, name: 'feeds', ...more },
  });

  it('reach the target model and what extends it', () => {
    expect(refused(plant, relate('pump'), relate('booster', { properties: { share: 1 } }))).toEqual(
      [],
    );
    const near: Change = { addRelationship: { source: 'tank', target: 'tank', name: 'near' } };
    expect(refused(plant, near)).toEqual([]);
  });

  it('are refused with an undeclared name, a wrong target or a wrong property', () => {
    expect(refused(plant, relate('pump', { name: 'feed' }))).toMatchObject([
      { where: 'tank/feed:pump', action: 'did you mean feeds?' },
    ]);
    expect(refused(plant, relate('tank'))).toMatchObject([
      { expected: expect.stringContaining('Pump') },
    ]);
    expect(refused(plant, relate('pump', { properties: { share: 'half' } }))).toMatchObject([
      { where: 'tank/feeds:pump/share' },
    ]);
  });

  it('are refused beyond the multiplicity of the model', () => {
    const found = refused(
      plant,
      relate('pump'),
      relate('booster'),
      relate('pump', { id: 'third' }),
    );
    expect(found).toMatchObject([
      { where: 'tank/third', expected: 'at most 2 (maxMultiplicity)', index: 2 },
    ]);
  });
});
