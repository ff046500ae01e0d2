import { describe, expect, it } from 'vitest';
import { conformance } from '../../src/ontology/conformance.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

const specification = sharedData('dtdl', 'specification.ndjson');
const generated = sharedData('dtdl', 'generated.ndjson');

describe('the public DTDL suites', () => {
  for (const version of [2, 3]) {
    it(`agree on every model of the specification for version ${version}`, async (ctx) => {
      if (specification === undefined) return ctx.skip(noSharedData);
      const found = await conformance(specification, { version });
      expect(found).toMatchObject({ falseAccept: 0, falseReject: 0 });
      expect(found.agree).toBe(version === 2 ? 3092 : 3329);
    });

    it(`agree on every generated model for version ${version}`, async (ctx) => {
      if (generated === undefined) return ctx.skip(noSharedData);
      const found = await conformance(generated, { version });
      expect(found).toMatchObject({ falseAccept: 0, falseReject: 0, instanceCases: 300 });
      expect(found.agree).toBe(version === 2 ? 328 : 378);
    });

    it(`agree on values, but for what JSON numbers cannot tell, for version ${version}`, async (ctx) => {
      if (generated === undefined) return ctx.skip(noSharedData);
      const { failures, instanceAgree } = await conformance(generated, { version });
      // 1.0 is the same number as 1 once it is read, and 2^63 - 1 is not exact as a number.
      expect(instanceAgree).toBe(291);
      expect(failures.map(({ file }) => file)).toEqual([
        `EnumIntV${version}.json`,
        `IntegerInstancesV${version}.json`,
        `LongInstancesV${version}.json`,
      ]);
    });
  }

  it('lists models of version 4 as refused, and accepts none that is wrong', async (ctx) => {
    if (specification === undefined) return ctx.skip(noSharedData);
    const { falseAccept, failures } = await conformance(specification, { version: 4 });
    expect(falseAccept).toBe(0);
    for (const { rules } of failures)
      expect(rules.every((rule) => rule.includes('Context'))).toBe(true);
  });
});
