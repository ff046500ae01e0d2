/**
 * The grid of 118 buses and 186 lines for `n-1`: the public case where it is beside the checkout,
 * else a generated one of that size.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { graphOfFiles } from '../flows/graph-of-files.ts';
import type { Change } from '../model/change.ts';
import { uniform } from '../model/random.ts';
import { packageRoot } from '../package-root.ts';
import { type BenchGraph, benchGraph, link, twin } from './core-graph.ts';

export interface BenchGrid extends BenchGraph {
  readonly name: string;
}

export function benchGrid(): BenchGrid {
  const path = join(packageRoot(), '..', 'shared', 'data', 'power', 'pglib_opf_case118_ieee.m');
  if (existsSync(path)) return { name: 'PGLib case 118', ...graphOfFiles([path]) };
  return { name: 'a generated grid', ...benchGraph(gridChanges({ buses: 118, lines: 186 })) };
}

/** A ring, a twelfth of the buses at the ends of lines of their own, and chords. */
function gridChanges(size: { readonly buses: number; readonly lines: number }): Change[] {
  const ends = Math.floor(size.buses / 12);
  const ring = size.buses - ends;
  const draw = (entity: number, stream: number) => uniform(1, entity, stream, 0);
  const pairs = Array.from({ length: size.lines }, (_, l): [number, number] => {
    if (l < ring) return [l, (l + 1) % ring];
    if (l < size.buses) return [Math.floor(draw(l, 0) * ring), l];
    const from = Math.floor(draw(l, 0) * ring);
    return [from, (from + 2 + Math.floor(draw(l, 1) * (ring - 3))) % ring];
  });
  return [
    twin('grid', 'power:PowerNetwork', { basePower: 100 }),
    ...Array.from({ length: size.buses }, (_, b) => busOf(b, draw(b, 2))).flat(),
    ...pairs.flatMap(([from, to], l) => {
      const properties = { reactance: 0.02 + 0.1 * draw(l, 3), capacity: 150 + 200 * draw(l, 4) };
      const id = `line-${l}`;
      return [
        twin(id, 'power:Line', { ...properties, capacityUnit: 'megavoltAmpere' }),
        link([id, `bus-${from}`], 'connectsFrom'),
        link([id, `bus-${to}`], 'connectsTo'),
      ];
    }),
  ];
}

/** Each bus has a load, every sixth a generator for six. */
function busOf(bus: number, draw: number): Change[] {
  const [id, load, source] = [`bus-${bus}`, `load-${bus}`, `generator-${bus}`];
  const demand = { demandRate: 5 + 40 * draw, demandUnit: 'megawatt', commodity: 'power' };
  const changes = [
    twin(id, 'power:Bus'),
    link([id, 'grid'], 'partOf'),
    twin(load, 'power:Load', demand),
    link([load, id], 'connectsTo'),
  ];
  if (bus % 6 !== 0) return changes;
  const generator = { activePower: 150, capacity: 400, capacityUnit: 'megawatt' };
  return [...changes, twin(source, 'power:Generator', generator), link([source, id], 'connectsTo')];
}
