/** Our models of networks: every number says what it is and in which unit. */
import { describe, expect, test } from 'vitest';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import type { Schema, ValueContent } from '../../src/ontology/catalogue.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { ownCatalogue } from './reading.ts';

const { documents, bindings } = builtInOntology();
const rooms = /^dtmi:linchpin:(power|water|city:(Road|RoadNetwork|Intersection)):?/;
const models = [...ownCatalogue().interfaces.values()].filter(({ id }) => rooms.test(id));
/** How a description names a unit that the language has none for. */
const inWords =
  /per unit|percent|ratio|without unit|in the map's own units|currency|megawatt per minute|megavar per minute|microsiemens|millimetre|in metre|unit of the quality/;

function isNumber(schema: Schema): boolean {
  return schema.kind === 'primitive' && /^(double|float|integer|long)$/.test(schema.name);
}

describe('the models of networks', () => {
  test('resolve, with their bindings, without a problem', () => {
    expect(resolveOntology(documents, bindings).problems).toEqual([]);
    expect(models.length).toBeGreaterThan(30);
  });

  test('describe each property, and name the unit of each number', () => {
    const faults: string[] = [];
    for (const { id, contents } of models) {
      const own = [...contents.values()].filter((each) => each.definedIn === id);
      for (const content of own) {
        const description = content.description?.en ?? '';
        if (description === '') faults.push(`${id} ${content.name}: no description`);
        if (content.kind !== 'property' || !isNumber(content.schema)) continue;
        const { unit } = content as ValueContent;
        if (unit === undefined && !inWords.test(description)) {
          faults.push(`${id} ${content.name}: ${description}`);
        }
      }
    }
    expect(faults).toEqual([]);
  });

  test('bind both ends of what carries, and one end of what consumes or supplies', () => {
    const ends = new Map<string, string>(
      bindings.flatMap((binding) =>
        'relationship' in binding
          ? [[`${binding.interface} ${binding.relationship}`, binding.dependent] as const]
          : [],
      ),
    );
    const power = (name: string) => ends.get(`dtmi:linchpin:power:${name}`);
    expect(power('TwoTerminal;1 connectsFrom')).toBe('both');
    expect(power('PowerConsumer;1 connectsTo')).toBe('source');
    expect(power('PowerSource;1 connectsTo')).toBe('target');
    expect(ends.get('dtmi:linchpin:water:Pump;1 connectsFrom')).toBe('source');
    expect(ends.get('dtmi:linchpin:water:Pump;1 connectsTo')).toBe('target');
  });
});
