/**
 * DC power flow with the dispatch as given: every source gives its flow, on each island the slack's
 * strongest source gives the rest, as in MATPOWER. Only where all sources of an island together
 * cannot feed it are they at their most, and its loads served in proportion. Called by the power run.
 */
import { costAt } from './cost-curve.ts';
import { type DcFlow, SingularNetwork } from './dc-flow.ts';
import { type CascadeEnd, type CascadeStart, overloadCascade } from './overload-cascade.ts';
import { isLive, mostOf, type PowerCase, powerCase, type WorkingParts } from './power-case.ts';
import type { PowerLoad, PowerModel, PowerShunt, PowerSource } from './power-model.ts';
import type { PowerSolution } from './power-solution.ts';

/** Throws `SingularNetwork` for reactances that cancel one another. */
export function solveGiven(model: PowerModel, working: WorkingParts): PowerSolution {
  const laid = powerCase(model, working, {
    susceptance: ({ reactance, tapRatio }) => model.base / (reactance * tapRatio),
    shifts: true,
  });
  const none = Number.POSITIVE_INFINITY;
  let balance = new IslandBalance(laid);
  const { rounds, flow, flows, injections } = settled(laid, {
    network: laid.network,
    out: laid.out,
    capacity: Float64Array.from(model.lines, ({ capacity }) =>
      model.overloadTripping ? capacity : none,
    ),
    injections: (islands) => {
      balance = new IslandBalance(laid);
      return balance.settle(islands);
    },
  });
  const atPlace = flow.angles(injections);
  const { generation, served } = balance;
  const hasCosts = model.sources.some(({ cost }) => cost !== undefined);
  const cost = model.sources.reduce((sum, source, s) => {
    const runs = isLive(laid, 'sources', [s, source.at]) && source.cost !== undefined;
    return runs ? sum + costAt(source.cost, generation[s] as number) : sum;
  }, 0);
  return {
    laid,
    dark: Uint8Array.from(model.nodes, (_, node) =>
      working.nodes[node] === 0 || flow.isDark(laid.placeOf[node] as number) ? 1 : 0,
    ),
    angles: Float64Array.from(laid.placeOf, (place) => atPlace[place] as number),
    flows,
    generation,
    served,
    rounds,
    ...(hasCosts ? { cost } : {}),
  };
}

/** The cascade, a singular place told as the first of its nodes in the model. */
function settled({ placeOf }: PowerCase, start: CascadeStart): CascadeEnd {
  try {
    return overloadCascade(start);
  } catch (error) {
    if (error instanceof SingularNetwork) throw new SingularNetwork(placeOf.indexOf(error.node));
    throw error;
  }
}

/** Strikes the balance of each island. */
class IslandBalance {
  readonly generation: Float64Array;
  readonly served: Float64Array;
  readonly #laid: PowerCase;

  constructor(laid: PowerCase) {
    this.#laid = laid;
    this.generation = new Float64Array(laid.model.sources.length);
    this.served = new Float64Array(laid.model.loads.length);
  }

  /** Injections by place of the network. */
  settle(flow: DcFlow): Float64Array {
    const { model, network } = this.#laid;
    const { slack, count } = flow.islands;
    const [given, most, taken, negative] = Array.from({ length: 4 }, () => new Float64Array(count));
    const add = (sums: Float64Array | undefined, island: number, value: number) => {
      if (sums !== undefined) sums[island] = (sums[island] as number) + value;
    };
    this.#each('sources', flow, (source, island) => {
      add(given, island, (model.sources[source] as PowerSource).power);
      add(most, island, mostOf(model.sources[source] as PowerSource));
    });
    this.#each('loads', flow, (load, island) => {
      const { demand } = model.loads[load] as PowerLoad;
      add(demand > 0 ? taken : negative, island, Math.abs(demand));
    });
    this.#each('shunts', flow, (shunt, island) =>
      add(negative, island, -(model.shunts[shunt] as PowerShunt).taken),
    );
    const share = Float64Array.from(slack, (_, island) => {
      const available = (most?.[island] as number) + (negative?.[island] as number);
      const asked = taken?.[island] as number;
      return available >= asked ? 1 : Math.max(0, available / asked);
    });
    const injections = new Float64Array(network.nodeCount);
    this.#place(flow, injections, share);
    this.#balance(flow, injections, share);
    return injections;
  }

  /** Loads, shunts and what sources are said to give; all they can where an island lacks power. */
  #place(flow: DcFlow, injections: Float64Array, share: Float64Array): void {
    const { model, placeOf } = this.#laid;
    const inject = (at: number, megawatt: number) => {
      const place = placeOf[at] as number;
      injections[place] = (injections[place] as number) + megawatt;
    };
    this.#each('sources', flow, (index, island) => {
      const source = model.sources[index] as PowerSource;
      this.generation[index] = (share[island] as number) < 1 ? mostOf(source) : source.power;
      inject(source.at, this.generation[index] as number);
    });
    this.#each('loads', flow, (index, island) => {
      const { demand, at } = model.loads[index] as PowerLoad;
      this.served[index] = demand > 0 ? demand * (share[island] as number) : demand;
      inject(at, -(this.served[index] as number));
    });
    this.#each('shunts', flow, (index) => {
      const { at, taken } = model.shunts[index] as PowerShunt;
      inject(at, -taken);
    });
  }

  /** The strongest source at each slack gives what is lacking, or takes back what is too much. */
  #balance(flow: DcFlow, injections: Float64Array, share: Float64Array): void {
    const { model, placeOf } = this.#laid;
    const { slack, islandOf, count } = flow.islands;
    const strongest = new Int32Array(count).fill(-1);
    this.#each('sources', flow, (index, island) => {
      const source = model.sources[index] as PowerSource;
      const best = model.sources[strongest[island] as number];
      const isBetter =
        best === undefined ||
        (source.balances && !best.balances) ||
        (source.balances === best.balances && mostOf(source) > mostOf(best));
      if (placeOf[source.at] === slack[island] && isBetter) strongest[island] = index;
    });
    const sums = new Float64Array(count);
    for (const [place, power] of injections.entries())
      sums[islandOf[place] as number] = (sums[islandOf[place] as number] as number) + power;
    for (let island = 0; island < count; island++) {
      const source = strongest[island] as number;
      if (source < 0 || (share[island] as number) < 1) continue;
      const lacking = -(sums[island] as number);
      this.generation[source] = (this.generation[source] as number) + lacking;
      const place = slack[island] as number;
      injections[place] = (injections[place] as number) + lacking;
    }
  }

  /** Visits what gives or takes something on an island that is not dark. */
  #each(
    list: 'sources' | 'loads' | 'shunts',
    flow: DcFlow,
    visit: (index: number, island: number) => void,
  ): void {
    const { model, placeOf } = this.#laid;
    model[list].forEach(({ at }, index) => {
      const place = placeOf[at] as number;
      if (!isLive(this.#laid, list, [index, at]) || flow.isDark(place)) return;
      visit(index, flow.islands.islandOf[place] as number);
    });
  }
}
