import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSolver, type Solver } from '../../../src/linear-program/solver.ts';
import { graphAfter } from '../../../src/model/apply.ts';
import type { Change } from '../../../src/model/change.ts';
import { RandomStream } from '../../../src/model/random.ts';
import { builtInOntology } from '../../../src/ontology/built-in.ts';
import { resolveOntology } from '../../../src/ontology/resolve.ts';
import { flowModel } from '../../../src/simulate/mechanisms/flow/build-flow-model.ts';
import type { FlowModel } from '../../../src/simulate/mechanisms/flow/flow-model.ts';
import type { FlowResult } from '../../../src/simulate/mechanisms/flow/flow-result.ts';
import { situationOf } from '../../../src/simulate/mechanisms/flow/situation.ts';
import { solveByProgram } from '../../../src/simulate/mechanisms/flow/solve-by-program.ts';
import { solveFlow } from '../../../src/simulate/mechanisms/flow/solve-flow.ts';
import { core, graphOf } from '../graphs.ts';
import { convertor, customer, flowCatalogue, flowLink, gate, supply } from './flow-graphs.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

/** Supplies, gates and customers joined at random; with `several`, also recipes and a shared link. */
function randomWorld(seed: number, several = false, recipes = several): Change[][] {
  const random = new RandomStream(seed, 5);
  const amount = () => 1 + random.integer(12);
  const commodity = () => (several ? { commodity: random.pick(['ore', 'steel']) } : {});
  const places: Change[][] = [];
  const ids: string[] = [];
  const add = (id: string, change: Change) => {
    ids.push(id);
    places.push([change]);
  };
  for (let i = 0; i < 3; i++) {
    add(`s${i}`, supply(`s${i}`, { capacity: amount(), unitCost: amount(), ...commodity() }));
    add(`g${i}`, gate(`g${i}`, i === 0 ? { capacity: amount() } : {}));
    add(`c${i}`, customer(`c${i}`, { demandRate: amount(), ...commodity() }));
  }
  if (recipes) {
    add('mill', convertor('mill', { commodity: 'steel', inputs: { ore: 2 }, capacity: amount() }));
  }
  const links = Array.from({ length: 8 + random.integer(12) }, (_, index) =>
    flowLink(
      random.pick(ids),
      random.pick(ids),
      {
        capacity: amount(),
        unitCost: random.integer(9),
        ...(random.integer(2) ? commodity() : {}),
      },
      `l${String(index).padStart(2, '0')}`,
    ),
  );
  return [...places, ...links];
}

const modelOf = (groups: readonly Change[][]) => flowModel(graphOf(groups.flat()), flowCatalogue);
const sum = (values: Iterable<number>) => [...values].reduce((total, each) => total + each, 0);
const all = () => true;
const solve = (model: FlowModel, works: (node: number) => boolean = all) =>
  solveFlow(model, works, () => solver);
const seeds = fc.nat(1e6);

describe('the laws of flow', () => {
  it('does not depend on the order in which twins and relationships came', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, several) => {
        const groups = randomWorld(seed, several);
        const random = new RandomStream(seed, 9);
        const order = groups.map((_, index) => ({ index, key: random.uniform() }));
        order.sort((a, b) => a.key - b.key);
        const isPlace = (group: readonly Change[]) => group.length === 1;
        const mixed = order.map(({ index }) => groups[index] as Change[]);
        const other = [...mixed.filter(isPlace), ...mixed.filter((group) => !isPlace(group))];
        expect(told(modelOf(other))).toEqual(told(modelOf(groups)));
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it('comes by linear program to what it comes to by network simplex', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), fc.array(fc.nat(20)), (seed, several, out) => {
        const model = modelOf(randomWorld(seed, several, false));
        const works = (node: number) => !out.includes(node);
        const a = solve(model, works);
        const b = solveByProgram(situationOf(model, works), solver);
        expect(sum(b.served)).toBeCloseTo(sum(a.served), 7);
        expect(b.cost).toBeCloseTo(a.cost, 6);
      }),
      { seed: 6, numRuns: 120 },
    );
  });

  it('gives the same with a twin out as without the twin', () => {
    fc.assert(
      fc.property(seeds, fc.nat(30), fc.boolean(), (seed, which, several) => {
        const groups = randomWorld(seed, several);
        const graph = graphOf(groups.flat());
        const out = which % graph.nodeCount;
        const id = graph.idAt(out) as string;
        const removed = graphAfter(graph, [{ removeTwin: { twin: id, detach: true } }]);
        const a = solve(flowModel(graph, flowCatalogue), (node) => node !== out);
        const b = solve(flowModel(removed, flowCatalogue));
        expect(sum(a.served)).toBeCloseTo(sum(b.served), 7);
        expect(a.cost).toBeCloseTo(b.cost, 6);
      }),
      { seed: 6, numRuns: 120 },
    );
  });

  it('conserves every commodity at every place, recipes included', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const model = modelOf(randomWorld(seed, true));
        const result = solve(model);
        for (const rest of balances(model, result)) expect(Math.abs(rest)).toBeLessThan(1e-7);
        for (const { arcs, capacity } of model.owners) {
          expect(sum(arcs.map((arc) => result.flow[arc] as number))).toBeLessThan(capacity + 1e-7);
        }
      }),
      { seed: 6, numRuns: 120 },
    );
  });

  it('never serves more with something out', () => {
    fc.assert(
      fc.property(seeds, fc.nat(30), fc.boolean(), (seed, out, several) => {
        const model = modelOf(randomWorld(seed, several));
        const less = solve(model, (node) => node !== out);
        expect(sum(less.served)).toBeLessThanOrEqual(sum(solve(model).served) + 1e-7);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it('says of no bottleneck that one more unit is worth less than it is', () => {
    fc.assert(
      fc.property(seeds, fc.nat(20), (seed, which) => {
        const model = modelOf(randomWorld(seed));
        const before = solve(model);
        const found = before.bottlenecks[which % Math.max(1, before.bottlenecks.length)];
        if (found === undefined) return;
        const wider = model.network.capacity.slice();
        const owner = model.owners.find(({ twin }) => twin === found.twin);
        for (const arc of owner?.arcs ?? []) wider[arc] = (wider[arc] as number) + 1;
        const network = { ...model.network, capacity: wider };
        const after = solve({ ...model, network, kept: {} });
        const more = sum(after.served) - sum(before.served);
        expect(more).toBeLessThanOrEqual(found.served);
        if (found.served === 0) expect(before.cost - after.cost).toBeLessThanOrEqual(found.saved);
      }),
      { seed: 6, numRuns: 120 },
    );
  });

  it('explains all unmet demand by limits that are out or full', () => {
    fc.assert(
      fc.property(seeds, fc.nat(20), fc.boolean(), (seed, out, several) => {
        const model = modelOf(randomWorld(seed, several));
        const works = (node: number) => node !== out;
        const result = solve(model, works);
        const lacking = model.demands.map(({ node }, d) => (works(node) ? result.unmet[d] : 0));
        expect(sum(result.shortfalls.map(({ unmet }) => unmet))).toBeCloseTo(
          sum(lacking as number[]),
          6,
        );
        for (const { limits, through, isCut } of result.shortfalls) {
          for (const limit of limits) expect(limit.isOut).toBe(!works(limit.node));
          if (isCut) expect(sum(limits.map(({ capacity }) => capacity))).toBe(through);
        }
      }),
      { seed: 6, numRuns: 120 },
    );
  });

  it('moves the routes of a sales plan alone of all that comes with the package, and no lane, road or pipe', () => {
    const { catalogue } = resolveOntology(...builtIn());
    const moved = [...catalogue.interfaces.keys()].filter(
      (id) => catalogue.isA(id, core('FlowLink')) || catalogue.isA(id, core('FlowNode')),
    );
    const route = 'dtmi:linchpin:supplychain:Route;1';
    expect(moved.sort()).toEqual([core('FlowLink'), core('FlowNode'), route]);
    expect(
      catalogue.bindings.filter(
        (binding) => 'behaviour' in binding && /:Flow(Link|Node);/.test(binding.behaviour),
      ),
    ).toEqual([]);
  });
});

function builtIn() {
  const { documents, bindings } = builtInOntology();
  return [documents, bindings] as const;
}

/** All that a result says, by twin. */
function told(model: FlowModel) {
  const result = solve(model);
  return {
    flow: model.owners.map(({ twin, arcs }) => [twin, arcs.map((arc) => result.flow[arc])]),
    served: model.demands.map(({ twin }, index) => [twin, result.served[index]]),
    price: model.places.map(({ twin }, index) => [twin, result.price[index]]),
    cost: result.cost,
    limits: result.shortfalls.map(({ limits }) => limits.map(({ twin }) => twin)),
    bottlenecks: result.bottlenecks,
  };
}

/** By place: what comes in and is made, less what goes out, is used and is served. */
function balances({ network, demands, conversions }: FlowModel, result: FlowResult): Float64Array {
  const rest = new Float64Array(network.nodeCount + 1);
  const add = (place: number, amount: number) => {
    rest[place] = (rest[place] as number) + amount;
  };
  result.flow.forEach((amount, arc) => {
    add(network.from[arc] as number, -amount);
    add(network.to[arc] as number, amount);
  });
  demands.forEach(({ place }, index) => {
    add(place, -(result.served[index] as number));
  });
  conversions.forEach(({ output, inputs }, index) => {
    add(output, result.made[index] as number);
    for (const [place, per] of inputs) add(place, -per * (result.made[index] as number));
  });
  return rest.subarray(0, network.nodeCount);
}
