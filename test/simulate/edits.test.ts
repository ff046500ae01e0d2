/** Edits that cannot be meant so: refused with their place, before anything runs. */
import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { core, graphOf, testCatalogue, twin } from './graphs.ts';

const graph = graphOf([twin('pump', core('Asset'))]);
const catalogue = testCatalogue();

/** The first line of the refusal; edits are as a file may hold them. */
async function refusal(edits: readonly unknown[], horizonSeconds = 86_400): Promise<string> {
  const scenario = { base: 0, edits: edits as readonly Edit[], seed: 1, horizonSeconds };
  const ran = engine().run({ graph, catalogue, scenario });
  return ran.then(
    () => 'none',
    (error: Error) => error.message,
  );
}

describe('an edit', () => {
  test('with an unknown field is refused at its place, with the nearest field', async () => {
    expect(await refusal([{ outage: { twin: 'pump', frm: 3 } }])).toBe(
      'BAD_USER_INPUT edits[0].outage.frm: there is no field frm; expected only twin, from, until, kind; did you mean from?',
    );
    const set = { twin: 'pump', property: 'name', value: 'x' };
    expect(await refusal([{ set }, { set: { ...set, at: 4 } }])).toBe(
      'BAD_USER_INPUT edits[1].set.at: there is no field at; expected only twin, property, value; put at beside the kind of the edit',
    );
  });

  test('of an unknown kind is refused with the nearest kind', async () => {
    const message = await refusal([{ outtage: { twin: 'pump' } }]);
    expect(message).toMatch(/^BAD_USER_INPUT edits\[0\]\.outtage: outtage is not a kind of edit/);
    expect(message).toMatch(/did you mean outage\?$/);
  });

  const outage = { twin: 'pump' };
  test.each([
    ['of no kind', {}, 'edits[0]: the edit is empty'],
    [
      'of two kinds',
      { outage, removeTwin: outage },
      'edits[0]: the edit has outage and removeTwin',
    ],
    ['that is no object', 'pump', 'edits[0]: an edit must be an object'],
    ['whose kind holds no object', { outage: 'pump' }, 'edits[0].outage: outage must be an object'],
    ['without its twin', { outage: {} }, 'edits[0].outage.twin: twin is missing'],
    [
      'with text for a time',
      { outage: { ...outage, from: '3' } },
      'edits[0].outage.from: the value',
    ],
    ['with null for a time', { outage, at: null }, 'edits[0].at: the value'],
    ['with a number for a twin', { outage: { twin: 7 } }, 'edits[0].outage.twin: the value'],
    [
      'with text for a flag',
      { removeTwin: { ...outage, detach: 'yes' } },
      'edits[0].removeTwin.detach: the value is of the wrong type; expected true or false',
    ],
    [
      'with a list for properties',
      { addTwin: { id: 'b', model: 'dtmi:a;1', properties: [] } },
      'edits[0].addTwin.properties: the value is of the wrong type; expected a JSON object',
    ],
  ])('%s is refused', async (_what, edit, said) => {
    expect((await refusal([edit])).startsWith(`BAD_USER_INPUT ${said}`)).toBe(true);
  });

  test('that begins when the run is over is refused with the horizon', async () => {
    const late = { outage: { twin: 'pump', from: 100 } };
    expect(await refusal([late], 100)).toBe(
      'BAD_USER_INPUT edits[0].outage.from: 100 is not before the horizon, so the edit would have no effect; expected seconds after the start, less than the horizon of 100; give an earlier time, or lengthen the horizon',
    );
    expect(await refusal([late], 101)).toBe('none');
    const removal = { removeTwin: { twin: 'pump' }, at: 200 };
    expect(await refusal([removal], 100)).toMatch(
      /^BAD_USER_INPUT edits\[0\]\.at: 200 is not before/,
    );
  });

  test('at the start is in the run, be its horizon 0', async () => {
    expect(await refusal([{ outage: { twin: 'pump', from: 0 } }], 0)).toBe('none');
  });
});
