/** Which DTMIs are versions of one model, and what comes of one that is out of use. */
import { describe, expect, test } from 'vitest';
import { decommissioned, otherVersions } from '../../src/ontology/model-versions.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

const model = (id: string) => ({
  ...{ '@id': id, '@type': 'Interface', '@context': 'dtmi:dtdl:context;4' },
});

describe('the versions of a model', () => {
  test('are those that differ after the semicolon only, newest first, by number', () => {
    const known = ['dtmi:a:Pump;2', 'dtmi:a:Pump;10', 'dtmi:a:Pump;2.11', 'dtmi:a:Pump;2.2'];
    const others = ['dtmi:a:Pump', 'dtmi:a:Pumps;3', 'dtmi:a:Pump:Part;1', 'dtmi:b:Pump;1'];
    const newest = ['dtmi:a:Pump;10', 'dtmi:a:Pump;2.11', 'dtmi:a:Pump;2.2', 'dtmi:a:Pump;2'];
    expect(otherVersions('dtmi:a:Pump;1', [...known, ...others])).toEqual([
      ...newest,
      'dtmi:a:Pump',
    ]);
    expect(otherVersions('dtmi:a:Pump', [...known, ...others])).toEqual(newest);
    expect(otherVersions('dtmi:a:Pump;2', known)).not.toContain('dtmi:a:Pump;2');
    expect(otherVersions('dtmi:b:Pump;1', [...known, ...others])).toEqual([]);
  });
});

test('a model out of use is refused with the newest version that is in use', () => {
  const ids = ['dtmi:a:Pump;1', 'dtmi:a:Pump;2', 'dtmi:a:Pump;3', 'dtmi:a:Tank;1'];
  const { catalogue } = resolveOntology(ids.map(model));
  const without = (...out: string[]) => ({ ...catalogue, decommissioned: new Set(out) });
  const [one, two, three, tank] = ids as [string, string, string, string];
  expect(decommissioned(one, 'p', without(one, three))).toEqual({
    code: 'VALIDATION_FAILED',
    where: 'p',
    message: `the model ${one} is decommissioned: no new twin may have it`,
    expected: `a twin of ${two}`,
    action: `use ${two}`,
  });
  expect(decommissioned(tank, 't', without(tank))).toMatchObject({
    expected: 'a model that is not decommissioned',
    action: 'use another model',
  });
});
