/**
 * The power flow of the city's tour by other means: dispatch by hand from the cost curves, flows by
 * dense elimination over the lines and transformers of the file.
 */
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { type RawLine, rawWorld, recordedAnswers } from '../raw-world.ts';
import { answered } from './answers.ts';

interface Sweep {
  readonly casesDone: number;
  readonly ranked: readonly { readonly labels: readonly string[]; readonly kpis: Json[] }[];
}

const world = rawWorld('city');
const ofKind = (kind: string) => world.twins.filter((twin) => world.kind(twin) === kind);
const idOf = (twin: RawLine | undefined) => String(twin?.$dtId);
const only = (twin: RawLine, name: string) => idOf(world.targets(twin, name)[0]);
const buses = ofKind('Bus').map(idOf);

/** Megawatt of the loads behind the feeders of each bus. */
const loads = buses.map(() => 0);
for (const load of ofKind('Load')) {
  const at = buses.indexOf(only(world.twin(only(load, 'connectsTo')), 'connectsFrom'));
  loads[at] = (loads[at] as number) + Number(load.demandRate);
}
const total = loads.reduce((sum, load) => sum + load, 0);

/**
 * Megawatt per radian, as in optimal dispatch: reactance over the square of the impedance, per unit
 * of 100 MVA: ohms over the square of the voltage, short-circuit voltage by rating.
 */
function susceptanceOf(branch: RawLine): number {
  const perKilometre = (name: string) =>
    (Number(branch[name]) * Number(branch.length)) / (110 ** 2 / 100);
  const isLine = world.kind(branch) === 'Line';
  const resistance = isLine ? perKilometre('resistancePerKilometre') : 0;
  const reactance = isLine
    ? perKilometre('reactancePerKilometre')
    : Number(branch.shortCircuitVoltage) / Number(branch.capacity);
  return (100 * reactance) / (resistance ** 2 + reactance ** 2);
}

/** Megawatt over each branch that is in, by its id. */
function flowsOf(generation: Readonly<Record<string, number>>, out: string | undefined) {
  const branches = [...ofKind('Line'), ...ofKind('Transformer')]
    .filter((branch) => idOf(branch) !== out)
    .map((branch) => ({
      id: idOf(branch),
      from: buses.indexOf(only(branch, 'connectsFrom')),
      to: buses.indexOf(only(branch, 'connectsTo')),
      susceptance: susceptanceOf(branch),
    }));
  const matrix = buses.map(() => buses.map(() => 0));
  const add = (row: number, column: number, value: number) => {
    (matrix[row] as number[])[column] = ((matrix[row] as number[])[column] as number) + value;
  };
  for (const { from, to, susceptance } of branches) {
    add(from, from, susceptance);
    add(to, to, susceptance);
    add(from, to, -susceptance);
    add(to, from, -susceptance);
  }
  const injected = loads.map((load, bus) => (generation[buses[bus] as string] ?? 0) - load);
  const angles = solved(matrix, injected, buses.indexOf('bus-north-intake'));
  return new Map(
    branches.map(({ id, from, to, susceptance }) => [
      id,
      susceptance * ((angles[from] as number) - (angles[to] as number)),
    ]),
  );
}

/** Gauss–Jordan without the reference, whose angle is 0. */
function solved(matrix: number[][], right: number[], reference: number): number[] {
  const kept = right.map((_, index) => index).filter((index) => index !== reference);
  const rows = kept.map((i) => [...kept.map((j) => matrix[i]?.[j] as number), right[i] as number]);
  rows.forEach((row, pivot) => {
    const scale = row[pivot] as number;
    row.forEach((value, column) => {
      row[column] = value / scale;
    });
    for (const other of rows) {
      const factor = other[pivot] as number;
      if (other === row) continue;
      row.forEach((value, column) => {
        other[column] = (other[column] as number) - factor * value;
      });
    }
  });
  const angles = right.map(() => 0);
  kept.forEach((bus, index) => {
    angles[bus] = rows[index]?.at(-1) as number;
  });
  return angles;
}

const curve = (source: string) =>
  (world.twin(source).costCurve as { values: [number, number, number] }).values;
const [north, west] = [curve('grid-connection-north'), curve('grid-connection-west')];
const cost = ([square, slope]: readonly number[], power: number) =>
  (square as number) * power ** 2 + (slope as number) * power;
const slope = ([square, first]: readonly number[], power: number) =>
  2 * (square as number) * power + (first as number);

/** Where both sources cost the same for one more megawatt. */
const balanced = (west[1] - north[1] + 2 * west[0] * total) / (2 * (north[0] + west[0]));
const limit = Number(world.twin('line-north-intake-west').capacity);

describe('without a line, the grid', () => {
  const answer = answered('city', 'LineOut');
  const runs = [
    { run: 'base', power: balanced, out: undefined },
    { run: 'edited', power: Math.min(balanced, limit), out: 'line-north-intake-north' },
  ] as const;

  test.each(runs)('is dispatched at the lowest cost ($run)', ({ run, power }) => {
    expect(answer.output('grid-connection-north', 'generation', run)).toBeCloseTo(power, 6);
    expect(answer.output('grid-connection-west', 'generation', run)).toBeCloseTo(total - power, 6);
    const expected = cost(north, power) + cost(west, total - power);
    expect(answer.kpi('generationCost', run)).toBeCloseTo(expected, 5);
    expect(answer.output('bus-north-intake', 'price', run)).toBeCloseTo(slope(north, power), 6);
    expect(answer.output('bus-harbour-20', 'price', run)).toBeCloseTo(
      slope(west, total - power),
      6,
    );
  });

  test.each(runs)('carries what elimination says ($run)', ({ run, power, out }) => {
    const generation = { 'bus-north-intake': power, 'bus-west-intake': total - power };
    const flows = flowsOf(generation, out);
    for (const line of ['line-north-intake-west', 'line-north-centre']) {
      expect(answer.output(line, 'flow', run), line).toBeCloseTo(flows.get(line) as number, 6);
    }
    for (const branch of [...ofKind('Line'), ...ofKind('Transformer')]) {
      const flow = Math.abs(flows.get(idOf(branch)) ?? 0);
      expect(flow, idOf(branch)).toBeLessThanOrEqual(Number(branch.capacity) + 1e-6);
    }
  });

  test('names the full line, and what a megawatt through it is worth', () => {
    const { twins } = answer.finding('price');
    const worth = slope(west, total - limit) - slope(north, limit);
    expect(twins).toHaveLength(1);
    expect(twins[0]?.twinId).toBe('line-north-intake-west');
    expect(twins[0]?.value).toBeCloseTo(worth, 6);
  });
});

test('loses all its loads when its last line trips, as that cannot bear them alone', () => {
  const answer = answered('city', 'LinesTrip');
  expect(total).toBeGreaterThan(limit);
  expect(answer.kpi('servedPower')).toBe(0);
  expect(answer.kpi('servedPower', 'base')).toBeCloseTo(total, 6);
  expect(answer.finding('cascade').text).toMatch(/^1 line tripped/);
  expect(answer.finding('island').text).toContain('72 loads');
});

test('is dearest without the line from the west, when all comes from the north', () => {
  const data = recordedAnswers('city').WorstBranch?.data;
  const { jobs } = data as unknown as { jobs: { nodes: { sweep: Sweep }[] } };
  const [job] = jobs.nodes;
  expect(job?.sweep.casesDone).toBe(ofKind('Line').length + ofKind('Transformer').length);
  const [worst, second] = job?.sweep.ranked ?? [];
  expect(worst?.labels).toEqual(['line-west-west-intake']);
  const figures = worst?.kpis[0] as unknown as { edited: number };
  expect(figures.edited).toBeCloseTo(cost(north, total), 5);
  expect(second?.labels).toEqual(['line-north-intake-north']);
});
