/** Distances beside published ones between cities, and beside closed forms on the sphere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Json } from '../../src/model/json.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';

type Position = [number, number];

const radius = 6_371_008.8;
const degree = (radius * Math.PI) / 180;

/** Whether a geometry is at most so many metres from a point. */
async function isNear(geometry: Json, point: Position, metres: number): Promise<boolean> {
  const twin = { id: 'a', model: 'm', properties: { place: geometry } };
  const graph = graphAfter(emptyGraph(), [{ addTwin: twin }]);
  const where = { kind: 'near', path: 'place', point, metres } as const;
  return (await graphQueries(() => graph).find({ where })).items.length === 1;
}

/** Tests a distance from both sides, to within a part of it. */
async function expectDistance(geometry: Json, point: Position, metres: number, within = 1e-6) {
  expect(await isNear(geometry, point, metres * (1 + within) + 0.01)).toBe(true);
  const nearer = metres * (1 - within) - 0.01;
  if (nearer >= 0) expect(await isNear(geometry, point, nearer)).toBe(false);
}

const point = (...coordinates: Position) => ({ type: 'Point', coordinates });
const square = [
  [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
    [0, 0],
  ],
];
const cities = {
  london: [-0.1278, 51.5074],
  paris: [2.3522, 48.8566],
  newYork: [-74.006, 40.7128],
  tokyo: [139.6917, 35.6895],
  sydney: [151.2093, -33.8688],
} satisfies Record<string, Position>;

describe('near', () => {
  test.each([
    ['london', 'paris', 344],
    ['london', 'newYork', 5_570],
    ['newYork', 'tokyo', 10_850],
    ['tokyo', 'sydney', 7_820],
    ['paris', 'sydney', 16_960],
  ] as const)('%s and %s are %d km apart, as published', async (from, to, kilometres) => {
    await expectDistance(point(...cities[from]), cities[to], kilometres * 1_000, 0.003);
  });

  test('follows the great circle, over the date line and the poles too', async () => {
    await expectDistance(point(179, 0), [-179, 0], 2 * degree);
    await expectDistance(point(0, 89), [180, 89], 2 * degree);
    await expectDistance(point(0, 0), [180, 0], 180 * degree);
    await expectDistance(point(12, 34), [12, 35], degree);
  });

  test('is the haversine formula for any two points', async () => {
    const place = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        await expectDistance(point(...a), b, haversine(a, b), 1e-7);
      }),
      { numRuns: 100 },
    );
  });

  test('is the least distance to a line, an area, or one of several', async () => {
    const line = [
      [0, 0],
      [10, 0],
    ];
    await expectDistance({ type: 'LineString', coordinates: line }, [5, 1], degree);
    await expectDistance({ type: 'LineString', coordinates: line }, [-3, 0], 3 * degree);
    await expectDistance({ type: 'Polygon', coordinates: square }, [3, 0], degree, 1e-3);
    await expectDistance(
      {
        type: 'MultiPoint',
        coordinates: [
          [50, 50],
          [0, 1],
        ],
      },
      [0, 0],
      degree,
    );
    await expectDistance({ type: 'MultiLineString', coordinates: [line] }, [5, 1], degree);
    await expectDistance({ type: 'MultiPolygon', coordinates: [square] }, [1, -1], degree, 1e-3);
  });

  test('is 0 metres inside an area, and not in its hole', async () => {
    const hole = [
      [0.5, 0.5],
      [1.5, 0.5],
      [1.5, 1.5],
      [0.5, 1.5],
      [0.5, 0.5],
    ];
    expect(await isNear({ type: 'Polygon', coordinates: square }, [1, 1], 0)).toBe(true);
    const ring = { type: 'Polygon', coordinates: [...square, hole] };
    expect(await isNear(ring, [1, 1], 0)).toBe(false);
    expect(await isNear(ring, [1, 1], 0.51 * degree)).toBe(true);
  });

  test('is to the nearest of very many points', async () => {
    const coordinates = Array.from({ length: 200_000 }, (_, i) => [90 + (i % 90), 0]);
    coordinates[123_456] = [0, 1];
    await expectDistance({ type: 'MultiPoint', coordinates }, [0, 0], degree);
  });

  test('does not hold of what is no geometry', async () => {
    const none: Json[] = [
      1,
      'Point',
      [1, 2],
      {},
      { type: 'Point' },
      { type: 'MultiPoint', coordinates: [] },
    ];
    for (const value of [...none, { type: 'Polygon', coordinates: [['x']] }]) {
      expect(await isNear(value, [0, 0], 1e9)).toBe(false);
    }
  });
});

function haversine([x1, y1]: Position, [x2, y2]: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [dx, dy] = [radians(x2 - x1), radians(y2 - y1)];
  const h =
    Math.sin(dy / 2) ** 2 + Math.cos(radians(y1)) * Math.cos(radians(y2)) * Math.sin(dx / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)));
}
