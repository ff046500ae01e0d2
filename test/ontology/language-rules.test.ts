import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printedRules, rulesOfMetamodel } from '../../src/ontology/language/metamodel.ts';
import {
  type ClassLimits,
  type ContextRules,
  languageRules,
  rulesFile,
} from '../../src/ontology/language/rules.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

describe('the rules of the language', () => {
  it('are what the published metamodel gives', (ctx) => {
    const folder = sharedData('dtdl');
    if (folder === undefined) return ctx.skip(noSharedData);
    expect(readFileSync(rulesFile(), 'utf8')).toBe(printedRules(rulesOfMetamodel(folder)));
  });

  it('hold the limits that the language documents state', () => {
    const { 2: second, 3: third, 4: fourth } = languageRules().languages;
    expect(second?.classes.Interface?.properties.contents?.maxCount).toBe(300);
    expect(second?.classes.Interface?.properties.extends?.maxCount).toBe(2);
    expect(second?.classes.Object?.properties.fields?.maxCount).toBe(30);
    expect(third?.classes.Interface?.properties.extends?.maxCount).toBeUndefined();
    expect(third?.maxBytes).toBe(1048576);
    expect(third?.classes.Interface?.idMaxLength).toBe(128);
    expect(depthsOf(third?.classes)).toEqual([10, 5]);
    expect(depthsOf(fourth?.classes)).toEqual([12, 8]);
  });

  it('hold the limits that limit extensions set instead', () => {
    const { onvif, aio } = Object.fromEntries(
      Object.entries(languageRules().limits).map(([id, rules]) => [
        id.split(':')[3]?.split(';')[0],
        rules,
      ]),
    );
    expect(onvif).toMatchObject({ version: 4, idMaxLength: 512 });
    expect(onvif?.classes.Entity?.maxLengths).toEqual({
      displayName: 512,
      description: 4096,
      comment: 512,
    });
    expect(depthsOf(onvif?.classes)).toEqual([12, 24]);
    expect(aio?.classes.ComplexSchema?.descendants?.[0]?.maxDepth).toBe(12);
  });

  it('hold 42 semantic types and 172 units in version 2, 52 and 240 in the extensions', () => {
    const { languages, extensions } = languageRules();
    expect(sizesOf(languages[2])).toEqual([42, 172]);
    expect(sizesOf(extensions['dtmi:dtdl:extension:quantitativeTypes;1'])).toEqual([52, 240]);
    expect(sizesOf(extensions['dtmi:dtdl:extension:quantitativeTypes;2'])).toEqual([52, 240]);
  });
});

type Limited = Readonly<Record<string, Pick<ClassLimits, 'descendants'>>>;

/** How deep interfaces may extend one another and complex schemas may go. */
function depthsOf(classes: Limited = {}): (number | undefined)[] {
  return [classes.Interface, classes.ComplexSchema].map((rule) => rule?.descendants?.[0]?.maxDepth);
}

/** How many semantic types and units a context holds. */
function sizesOf(rules: ContextRules | undefined): [number, number] {
  const types = Object.values(rules?.cotypes ?? {}).filter((type) => type.abstract !== true);
  const units = Object.values(rules?.elements ?? {}).flat();
  return [
    types.filter(({ isA }) => isA.includes('QuantitativeType')).length,
    units.filter((id) => id.includes(':unit:')).length,
  ];
}
