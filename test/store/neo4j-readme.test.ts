/** Runs the README's Cypher on the enterprise world and compares it with what Linchpin itself answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSeeds } from '../../src/flows/seeds.ts';
import { valueAt } from '../../src/model/path.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { packageRoot } from '../../src/package-root.ts';
import type { Related } from '../../src/query/query.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { testDatabase } from '../support/neo4j.ts';

const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
const statements = [...readme.matchAll(/```cypher\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');
const found = await testDatabase();
const database = found.missing === undefined ? found.database : undefined;

describe.skipIf(found.missing)(
  `the README's Cypher${found.missing ? ` (else: ${found.missing})` : ''}`,
  () => {
    let store: CheckedStore;
    const ask = (index: number) => database?.query(statements[index] as string);

    beforeAll(async () => {
      await database?.empty();
      const { documents, bindings } = builtInOntology();
      store = await checkedStore(
        await neo4jStore({ ...database?.options, uri: database?.options.uri ?? '' }),
        bindings,
      );
      await store.addModels(documents);
      await loadSeeds(store, ['enterprise']);
    }, 120_000);

    afterAll(() => store.close());

    test('is five statements', () => {
      expect(statements).toHaveLength(5);
    });

    test('finds the hospitals that a substation feeds', async () => {
      const feeder: Related = {
        kind: 'related',
        along: ['poweredBy'],
        where: {
          kind: 'related',
          along: ['suppliedBy'],
          where: { kind: 'compare', path: '$id', operator: 'eq', value: 'substation-harbour' },
        },
      };
      const { items } = await store.find({
        models: ['dtmi:linchpin:city:Hospital;1'],
        where: feeder,
        orderBy: [{ path: 'beds', descending: true }],
      });
      expect(items.length).toBeGreaterThan(0);
      expect(await ask(0)).toEqual(
        items.map(({ properties }) => ({
          hospital: properties.name,
          beds: BigInt(properties.beds as number),
        })),
      );
    });

    test('sums the load of each substation', async () => {
      const rows = (await ask(1)) ?? [];
      expect(rows.length).toBeGreaterThan(3);
      const [total] = await store.aggregate({
        models: ['dtmi:linchpin:power:Load;1'],
        where: {
          kind: 'related',
          along: ['connectsTo', 'suppliedBy'],
          hops: { min: 2, max: 2 },
          models: ['dtmi:linchpin:power:Substation;1'],
        },
        measures: [{ function: 'sum', path: 'ratedPower' }],
      });
      const sum = rows.reduce((all, { megawatts }) => all + Number(megawatts), 0);
      expect(Math.abs(sum - Number(total?.values[0]))).toBeLessThan(0.05 * rows.length);
    });

    test('counts what depends on a substation', async () => {
      const rows = (await ask(2)) ?? [];
      const counted = await store.aggregate({
        where: {
          kind: 'within',
          from: 'substation-north',
          along: ['poweredBy', 'suppliedBy', 'waterFrom', 'connectedBy', 'dependsOn'],
          direction: 'in',
          hops: { min: 1, max: 4 },
        },
        groupBy: ['$model'],
        measures: [{ function: 'count' }],
      });
      expect(rows.length).toBeGreaterThan(3);
      const found = rows.map(({ model, twins }) => [model, Number(twins)]).sort();
      expect(found).toEqual(counted.map(({ keys, values }) => [keys[0], values[0]]).sort());
    });

    test('measures distances on the map', async () => {
      const [westbrook] = await store.twins(['hospital-westbrook']);
      const point = valueAt(westbrook?.properties ?? {}, 'location/coordinates');
      const { items } = await store.find({
        models: ['dtmi:linchpin:city:PublicBuilding;1'],
        where: {
          kind: 'and',
          of: [
            { kind: 'compare', path: 'kind', operator: 'eq', value: 'school' },
            { kind: 'near', path: 'location', point: point as [number, number], metres: 3000 },
          ],
        },
      });
      const schools = ((await ask(3)) ?? []).map(({ school }) => school);
      expect(schools.length).toBeGreaterThan(0);
      expect([...schools].sort()).toEqual(items.map(({ properties }) => properties.name).sort());
    });

    test('leads from an order back to the grid', async () => {
      const rows = (await ask(4)) ?? [];
      expect(rows).toHaveLength(1);
      const chain = rows[0]?.chain as string[];
      const { items } = await store.find({ models: ['dtmi:linchpin:power:Substation;1'] });
      const [from, hops] = [chain[0] as string, { max: 15 }];
      const lengths = await Promise.all(
        items.map(async ({ id: to }) => {
          const [path] = await store.paths({ from, to, hops, first: 1 });
          return path?.twins.length ?? Number.POSITIVE_INFINITY;
        }),
      );
      expect(items.map(({ id }) => id)).toContain(chain.at(-1));
      expect(chain).toHaveLength(Math.min(...lengths));
    });
  },
);
