import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { conformance } from '../../src/ontology/conformance.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { model, property } from './models.ts';

const specification = sharedData('dtdl', 'specification.ndjson');
const generated = sharedData('dtdl', 'generated.ndjson');

/** Of each version: cases of the specification and generated ones, their values, and those with error ids. */
const sizes: readonly [
  version: number,
  models: number,
  generated: number,
  values: number,
  ids: number,
][] = [
  [2, 3092, 328, 300, 232],
  [3, 3329, 378, 300, 295],
  [4, 3388, 493, 425, 368],
];

describe('the public DTDL suites', () => {
  for (const [version, models, cases, values, ids] of sizes) {
    it(`agree on every model of the specification for version ${version}`, async (ctx) => {
      if (specification === undefined) return ctx.skip(noSharedData);
      const found = await conformance(specification, { version });
      expect(found).toMatchObject({ agree: models, falseAccept: 0, falseReject: 0 });
    });

    it(`agree on every generated model, its errors and its values for version ${version}`, async (ctx) => {
      if (generated === undefined) return ctx.skip(noSharedData);
      expect(await conformance(generated, { version })).toMatchObject({
        agree: cases,
        falseAccept: 0,
        falseReject: 0,
        instanceCases: values,
        instanceAgree: values,
        errorIdCases: ids,
        errorIdAgree: ids,
        failures: [],
      });
    });
  }
});

describe('error ids', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-conformance-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Whether the ids found in models are those that a case expects. */
  async function agree(input: unknown[], ...rules: string[]): Promise<boolean> {
    const path = join(folder, 'cases.ndjson');
    const parsingErrors = rules.map((rule) => ({ ValidationID: `dtmi:dtdl:parsingError:${rule}` }));
    const of = { valid: false, options: [], input, expect: { parsingErrors } };
    writeFileSync(path, JSON.stringify({ file: 'CaseV3.json', case: of }));
    const { errorIdCases, errorIdAgree } = await conformance(path);
    expect(errorIdCases).toBe(1);
    return errorIdAgree === 1;
  }

  it('agree when each that is found is expected, and there is one', async () => {
    const wrong = model('A', [property('x', 'dubble')]);
    expect(await agree([wrong], 'badDtmiOrTerm')).toBe(true);
    expect(await agree([wrong], 'badDtmiOrTerm', 'invalidId')).toBe(true);
    expect(await agree([wrong], 'invalidId')).toBe(false);
    expect(await agree([model('A', [])], 'invalidId')).toBe(false);
  });

  it('are those of the first step that finds any: a model, the references, the rest', async () => {
    const id = { ...model('A', []), '@id': 'dtmi:test:_A;1' };
    const unknown = model('B', [property('x', 'dubble')]);
    const twice = model('C', [property('x', 'double'), property('x', 'double')]);
    expect(await agree([id, unknown, twice], 'invalidId')).toBe(true);
    expect(await agree([twice, unknown, id], 'badDtmiOrTerm')).toBe(true);
    expect(await agree([twice], 'nonUniquePropertyValue')).toBe(true);
  });
});
