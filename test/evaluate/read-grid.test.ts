/** Wrong uses of the reader of cascade grids, with the place that each refusal names. */
import { describe, expect, test } from 'vitest';
import { cascadeGrid, readCascadeGrid } from '../../src/evaluate/motter-lai/read-grid.ts';
import { LinchpinError } from '../../src/model/errors.ts';

const good = {
  grid: 'g',
  alpha: 0.25,
  nodes: 3,
  edges: [
    [0, 1],
    [1, 2],
  ],
};
const labels = {
  avalanche_fraction: [0, 0, 0],
  failure_fraction: [0, 0, 0],
  avalanche_centrality: [0, 0, 0],
  termination_step: [0, 0, 0],
};

function refused(content: unknown): string {
  return refusedText(typeof content === 'string' ? content : JSON.stringify(content));
}

function refusedText(text: string): string {
  try {
    cascadeGrid(text, 'g.json');
  } catch (error) {
    if (error instanceof LinchpinError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

describe('a grid file', () => {
  test('gives nodes, links and labels; a link given twice counts once', () => {
    const edges = [...good.edges, [2, 1]];
    const grid = cascadeGrid(JSON.stringify({ ...good, edges, ...labels }), 'g.json');
    expect([...grid.graph.from, ...grid.graph.to]).toEqual([0, 1, 1, 2]);
    expect(grid.labels?.terminationStep).toHaveLength(3);
    expect(cascadeGrid('{"nodes":2,"edges":[[0,1]]}', 'a/b.json').name).toBe('b');
  });

  test.each([
    ['without edges', { ...good, edges: [] }, /g\.json edges: the grid has no edges/],
    ['of one node', { ...good, nodes: 1 }, /g\.json nodes: the grid has 1 node/],
    ['without a number of nodes', { edges: good.edges }, /g\.json nodes: nodes is undefined/],
    ['with a node out of range', { ...good, edges: [[0, 3]] }, /edges\[0\]: the edge ends at 3/],
    ['with half a node', { ...good, edges: [[0, 0.5]] }, /edges\[0\]: the edge ends at 0\.5/],
    [
      'with a node below none',
      {
        ...good,
        edges: [
          [0, 1],
          [-1, 0],
        ],
      },
      /edges\[1\].* ends at -1/,
    ],
    [
      'with a link to itself',
      { ...good, edges: [[1, 1]] },
      /edges\[0\]: .* joins node 1 to itself/,
    ],
    ['with three ends', { ...good, edges: [[0, 1, 2]] }, /edges\[0\]: the edge is \[0,1,2\]/],
    ['with a text for alpha', { ...good, alpha: 'much' }, /g\.json alpha: alpha is "much"/],
    ['with a negative capacity', { ...good, alpha: -1 }, /g\.json alpha: alpha is -1/],
    [
      'with labels of another length',
      { ...good, ...labels, failure_fraction: [1] },
      /failure_fraction: there is 1 labels; expected one number for each of 3 nodes/,
    ],
    [
      'with some labels left out',
      { ...good, ...labels, termination_step: undefined },
      /termination_step: there is no list/,
    ],
    [
      'with a label that is no number',
      { ...good, ...labels, failure_fraction: [0, null, 0] },
      /failure_fraction\[1\]: the label is null/,
    ],
    ['that is a list', [1], /g\.json: the file holds no object/],
    ['with NaN', '{"nodes":3,"edges":[[0,NaN]]}', /g\.json:1:\d+/],
    ['cut off', '{"nodes":3,"edg', /g\.json:1:/],
  ])('%s is refused', (_, content, message) => {
    expect(refused(content)).toMatch(message);
  });

  test('that is not there is said to be so', () => {
    expect(() => readCascadeGrid('/nowhere/g.json')).toThrow(/NOT_FOUND \/nowhere\/g\.json/);
  });
});
