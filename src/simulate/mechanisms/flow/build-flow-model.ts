/** Builds the flow network of a graph from its twins. Called by the flow mechanism. */
import { keptPerGraph } from '../../../behaviour/kept-per-graph.ts';
import { type Commodities, commoditiesOf } from './flow-commodities.ts';
import type {
  ArcKind,
  Bundle,
  Conversion,
  FlowModel,
  ModelArc,
  ModelDemand,
  Owner,
  Place,
} from './flow-model.ts';
import { networkOfArcs } from './flow-network.ts';
import { type FlowTwins, flowTwins, type Limited } from './flow-twins.ts';
import { refuseRecipeCycle } from './recipe-cycle.ts';

/**
 * The flow network of a graph, made once for each graph and catalogue. Throws `BAD_USER_INPUT` for
 * numbers that cannot be meant and for a bill of materials that goes round in a circle.
 */
export const flowModel = keptPerGraph((graph, catalogue) => {
  const twins = flowTwins(graph, catalogue);
  const commodities = commoditiesOf(twins);
  const { names, of } = commodities;
  refuseRecipeCycle(
    twins.convertors.map(({ twin, commodity, inputs }) => ({
      twin,
      makes: names[of(commodity)] as string,
      takes: inputs.map(([name]) => name),
    })),
  );
  return new FlowModelBuilder(twins, commodities).build();
});

interface NewArc {
  readonly from: number;
  readonly to: number;
  readonly needs: readonly number[];
  readonly lower: number;
}

class FlowModelBuilder {
  readonly #twins: FlowTwins;
  readonly #commodities: Commodities;
  readonly #places: Place[] = [];
  /** By graph node and commodity: where goods leave, and where they come in if that is elsewhere. */
  readonly #exits = new Map<string, number>();
  readonly #entries = new Map<string, number>();
  readonly #owners: (Owner & { readonly arcs: number[] })[] = [];
  readonly #arcs: ModelArc[] = [];
  readonly #list: { from: number; to: number; lower: number; capacity: number; cost: number }[] =
    [];
  readonly #bundles: Bundle[] = [];
  readonly #conversions: Conversion[] = [];
  readonly #demands: ModelDemand[] = [];

  constructor(twins: FlowTwins, commodities: Commodities) {
    this.#twins = twins;
    this.#commodities = commodities;
  }

  build(): FlowModel {
    this.#addPlaces();
    this.#addGates();
    this.#addLinks();
    this.#addSupplies();
    for (const each of this.#twins.convertors) this.#addConversion(each);
    const supply = new Float64Array(this.#places.length);
    for (const each of this.#twins.customers) {
      const place = this.#exit(each.node, this.#commodities.of(each.commodity));
      const { twin, node, rate, unit } = each;
      const { commodity } = this.#places[place] as Place;
      const needed = rate * each.minimumService;
      this.#demands.push({ twin, node, commodity, unit, place, rate, needed });
      supply[place] = -rate;
    }
    const largest = this.#demands.reduce((most, { rate }) => Math.max(most, rate), 0);
    const outside = this.#places.length;
    const arcs = this.#list.map((arc) => ({ ...arc, from: arc.from < 0 ? outside : arc.from }));
    return {
      network: networkOfArcs(Array.from(supply), arcs),
      commodities: this.#commodities.names,
      places: this.#places,
      arcs: this.#arcs,
      owners: this.#owners,
      bundles: this.#bundles,
      conversions: this.#conversions,
      demands: this.#demands,
      nodes: [...new Set([...this.#owners, ...this.#places].map(({ node }) => node))].sort(
        (a, b) => a - b,
      ),
      rounding: largest * (this.#bundles.length + this.#conversions.length > 0 ? 1e-7 : 1e-9),
      kept: {},
    };
  }

  /** All twins with the commodities they have to do with, in order of twin id, then commodity. */
  #addPlaces(): void {
    const { links, supplies, convertors, customers, places } = this.#twins;
    const { names, of, ofLinks } = this.#commodities;
    const used = new Map<number, Set<number>>(places.map(({ node }) => [node, new Set()]));
    const use = (node: number, commodity: number) => used.get(node)?.add(commodity);
    links.forEach(({ from, to }, index) => {
      for (const commodity of ofLinks[index] ?? []) {
        use(from, commodity);
        use(to, commodity);
      }
    });
    for (const each of [...supplies, ...convertors, ...customers])
      use(each.node, of(each.commodity));
    for (const { node, inputs } of convertors) for (const [name] of inputs) use(node, of(name));
    for (const { twin, node } of places) {
      for (const commodity of [...(used.get(node) ?? [])].sort((a, b) => a - b)) {
        this.#exits.set(`${node} ${commodity}`, this.#places.length);
        this.#places.push({ twin, node, commodity: names[commodity] as string });
      }
    }
  }

  #exit(node: number, commodity: number): number {
    return this.#exits.get(`${node} ${commodity}`) as number;
  }

  #entry(node: number, commodity: number): number {
    return this.#entries.get(`${node} ${commodity}`) ?? this.#exit(node, commodity);
  }

  /** A place with a capacity of its own is two, with an arc between. */
  #addGates(): void {
    const { names, of } = this.#commodities;
    for (const gate of this.#twins.gates) {
      if (gate.capacity === Number.POSITIVE_INFINITY && gate.unitCost === 0) continue;
      const arcs: NewArc[] = [];
      names.forEach((_, commodity) => {
        const to = this.#exits.get(`${gate.node} ${commodity}`);
        if (
          to === undefined ||
          (gate.commodity !== undefined && of(gate.commodity) !== commodity)
        ) {
          return;
        }
        const from = this.#places.length;
        this.#places.push(this.#places[to] as Place);
        this.#entries.set(`${gate.node} ${commodity}`, from);
        arcs.push({ from, to, needs: [gate.node], lower: 0 });
      });
      this.#addOwner(gate, 'gate', arcs);
    }
  }

  #addLinks(): void {
    this.#twins.links.forEach((link, index) => {
      const needs = [link.node, link.from, link.to];
      const carried = this.#commodities.ofLinks[index] ?? [];
      const arcs = carried.map((commodity) => ({
        from: this.#exit(link.from, commodity),
        to: this.#entry(link.to, commodity),
        needs,
        lower: link.minimumFlow,
      }));
      this.#addOwner(link, 'link', arcs);
    });
  }

  #addSupplies(): void {
    for (const supply of this.#twins.supplies) {
      const to = this.#exit(supply.node, this.#commodities.of(supply.commodity));
      this.#addOwner(supply, 'supply', [{ from: -1, to, needs: [supply.node], lower: 0 }]);
    }
  }

  #addOwner(
    { twin, node, capacity, unitCost, unit }: Limited,
    kind: ArcKind,
    arcs: NewArc[],
  ): void {
    const owner = this.#owners.length;
    const own: number[] = [];
    for (const { from, to, needs, lower } of arcs) {
      own.push(this.#arcs.length);
      this.#arcs.push({ kind, owner, needs });
      this.#list.push({ from, to, lower: arcs.length > 1 ? 0 : lower, capacity, cost: unitCost });
    }
    this.#owners.push({ twin, node, kind, capacity, unit, arcs: own });
    const lower = arcs[0]?.lower ?? 0;
    if (arcs.length > 1 && (lower > 0 || capacity < Number.POSITIVE_INFINITY)) {
      this.#bundles.push({ owner, lower, capacity, arcs: own });
    }
  }

  #addConversion(convertor: FlowTwins['convertors'][number]): void {
    const { twin, node, commodity, capacity, unitCost, unit, inputs } = convertor;
    if (inputs.length === 0) return;
    const { of } = this.#commodities;
    const owner = this.#owners.length;
    this.#owners.push({ twin, node, kind: 'convertor', capacity, unit, arcs: [] });
    this.#conversions.push({
      owner,
      node,
      capacity,
      unitCost,
      output: this.#exit(node, of(commodity)),
      inputs: inputs.map(([name, quantity]) => [this.#entry(node, of(name)), quantity] as const),
    });
  }
}
