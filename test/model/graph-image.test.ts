import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import { buildGraph, emptyGraph } from '../../src/model/build-graph.ts';
import { allRelationships, allTwins } from '../../src/model/graph-records.ts';
import { decodeGraph, encodeGraph } from '../../src/model/packed/image.ts';
import { changeOf } from './changes.ts';
import { hostileRecords } from './hostile-records.ts';

const twins = ['a', 'b', 'ä'].map((id, level) => ({
  id,
  model: 'dtmi:test:Pump;1',
  properties: { level, list: [1, { x: 'y' }], name: `pump ${id}` },
  stamps: { level: { time: 5, writer: 'w' } },
  revision: 1,
  updatedAt: 2,
}));
const relationships = [
  { source: 'a', target: 'ä', name: 'feeds', id: 'feeds:ä', properties: {}, revision: 1 },
  { source: 'b', target: 'a', name: 'feeds', id: 'own', properties: { share: 0.5 }, revision: 1 },
];
const records = { twins, relationships, revision: 4 };
const image = Buffer.concat([...encodeGraph(buildGraph(records))]);
const damaged = expect.objectContaining({ code: 'DATA_DAMAGED', where: 'graph image' });

describe('an image of a graph', () => {
  test('is the same however the graph came about: at once, or by commits on another', () => {
    const commits = fc.array(fc.array(changeOf, { maxLength: 15 }), { maxLength: 5 });
    fc.assert(
      fc.property(hostileRecords, commits, (start, steps) => {
        let graph = buildGraph({ ...start, revision: 1 });
        for (const wanted of steps) {
          const revision = graph.revision + 1;
          const options = { revision, now: revision, skipRefused: true };
          graph = graph.withChanges(applyChanges(graph, wanted, options).changeset, revision);
        }
        const rebuilt = buildGraph({
          twins: allTwins(graph),
          relationships: allRelationships(graph),
          revision: graph.revision,
        });
        const bytes = Buffer.concat([...encodeGraph(graph)]);
        expect(bytes.equals(Buffer.concat([...encodeGraph(rebuilt)]))).toBe(true);
        expect(bytes.equals(Buffer.concat([...encodeGraph(decodeGraph(bytes))]))).toBe(true);
      }),
    );
  });

  test('is read from bytes that begin anywhere', () => {
    for (let offset = 0; offset < 9; offset++) {
      const elsewhere = Buffer.concat([Buffer.alloc(offset), image, Buffer.alloc(3)]);
      const graph = decodeGraph(elsewhere.subarray(offset, offset + image.length));
      expect([...allTwins(graph)]).toEqual(twins);
      expect([...allRelationships(graph)]).toEqual(relationships);
      expect(graph.revision).toBe(4);
    }
  });

  test('is refused when any byte of it is another', () => {
    for (let at = 0; at < image.length; at++) {
      const bytes = Uint8Array.from(image);
      bytes[at] = (bytes[at] as number) ^ (1 << (at % 8));
      expect(() => decodeGraph(bytes)).toThrow(damaged);
    }
  });

  test('is refused when it is cut off or has something after it', () => {
    for (let length = 0; length < image.length; length += 7) {
      expect(() => decodeGraph(image.subarray(0, length))).toThrow(damaged);
    }
    expect(() => decodeGraph(Buffer.concat([image, Buffer.alloc(8)]))).toThrow(damaged);
  });

  test('of no twins is an image as well', () => {
    const graph = decodeGraph(Buffer.concat([...encodeGraph(emptyGraph())]));
    expect(graph.size).toEqual({ twins: 0, relationships: 0 });
    expect([graph.indexOf('a'), graph.twinAt(0), [...graph.models()]]).toEqual([-1, undefined, []]);
  });
});

test('a graph larger than its cache of records answers with the right ones after decoding', () => {
  const count = (1 << 17) + 100;
  const twins = Array.from({ length: count }, (_, n) => ({
    id: `t${n}`,
    model: 'dtmi:m;1',
    properties: { n },
    stamps: {},
    revision: 1,
    updatedAt: 0,
  }));
  const graph = decodeGraph(
    Buffer.concat([...encodeGraph(buildGraph({ twins, relationships: [], revision: 1 }))]),
  );
  for (const n of [count - 95, 5, count - 95, 5, 6]) {
    expect(graph.twin(`t${n}`)?.properties).toEqual({ n });
    expect(graph.twin(`t${n}`)?.id).toBe(`t${n}`);
  }
});
