/** Builds the electrical networks of a graph from its twins' behaviours. Called by the power run. */
import type { Behaviour } from '../../../behaviour/behaviours.ts';
import { keptPerGraph } from '../../../behaviour/kept-per-graph.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import { type LinkBase, linkValues } from './link-values.ts';
import {
  endsOf,
  type NetworkPart,
  networkOf,
  networkParts,
  type Reading,
  readingOf,
  targetOf,
} from './network-parts.ts';
import type { Joining, PowerLine, PowerModel, PowerNode } from './power-model.ts';
import { loadOf, shuntOf, sourceOf } from './standing-elements.ts';
import { numberOf, refuse, type TwinReader } from './twin-numbers.ts';

/**
 * The networks of a graph, made once for each graph and catalogue; none where no part of it has
 * reactances and demands. Throws BAD_USER_INPUT, naming the twin, for numbers that cannot be meant.
 */
export const powerModels = keptPerGraph((graph, catalogue): readonly PowerModel[] => {
  const reading = readingOf(graph, catalogue);
  return networkParts(graph, reading).map((part) => new ModelBuilder(graph, reading, part).model());
});

class ModelBuilder {
  readonly #graph: TwinGraph;
  readonly #reading: Reading;
  readonly #part: NetworkPart;
  readonly #place: ReadonlyMap<number, number>;
  readonly #base: number;

  constructor(graph: TwinGraph, reading: Reading, part: NetworkPart) {
    this.#graph = graph;
    this.#reading = reading;
    this.#part = part;
    this.#place = new Map(part.nodes.map((node, index) => [node, index]));
    const network = this.#network();
    this.#base = network === undefined ? 100 : numberOf(network, 'perUnitBase', 100);
    if (network !== undefined && !(this.#base > 0))
      refuse(network.twin, `its base is ${this.#base}`, 'a base above zero', 'set basePower');
  }

  model(): PowerModel {
    const { sources, loads, shunts, nodes } = this.#part;
    const network = this.#network();
    const given = sources.map((node) =>
      sourceOf(this.#reader(this.#reading.source, node), this.#at(node)),
    );
    const overloadTripping =
      network !== undefined && numberOf(network, 'overloadTripping', 0) === 1;
    const asked = network?.behaviour.value(network.node, 'dispatch');
    const usual =
      !overloadTripping && given.some(({ cost }) => cost !== undefined) ? 'optimal' : 'given';
    return {
      base: this.#base,
      dispatch: asked === 'given' || asked === 'optimal' ? asked : usual,
      overloadTripping,
      unservedCost: network === undefined ? 10_000 : numberOf(network, 'unservedCost', 10_000),
      nodes: nodes.map((node) => this.#node(node)),
      ...this.#links(),
      sources: given,
      loads: loads.map((node) => loadOf(this.#reader(this.#reading.demand, node), this.#at(node))),
      shunts: shunts.map((node) =>
        shuntOf(this.#reader(this.#reading.shunt, node), this.#at(node)),
      ),
    };
  }

  /** Links with both ends; one that is an end itself joins each of its own ends to itself. */
  #links(): Pick<PowerModel, 'lines' | 'couplers'> {
    const lines: PowerLine[] = [];
    const couplers: Joining[] = [];
    for (const link of this.#part.links) {
      const reader = this.#reader(this.#reading.link, link);
      const ends = endsOf(this.#graph, this.#reading, link);
      const values = linkValues(reader, this.#baseAt(ends));
      const { twin } = reader;
      const own = this.#place.get(link);
      const [from, to] = ends.map((end) => this.#place.get(end));
      if (own !== undefined) {
        for (const end of [from, to])
          if (end !== undefined)
            couplers.push({ twin, node: link, from: end, to: own, capacity: values.capacity });
      } else if (from === undefined || to === undefined || from === to) continue;
      else if (values.reactance === 0)
        couplers.push({ twin, node: link, from, to, capacity: values.capacity });
      else lines.push({ twin, node: link, from, to, ...values });
    }
    return { lines, couplers };
  }

  #node(node: number): PowerNode {
    const { twin, behaviour } = this.#reader(this.#reading.node, node);
    return { twin, node, isReference: behaviour.value(node, 'nodeRole') === 'reference' };
  }

  /** Of the first end that says its voltage; of a switch, what its own ends say. */
  #baseAt(ends: readonly number[]): LinkBase {
    const places = ends
      .filter((end) => end >= 0)
      .flatMap((end) => [end, ...endsOf(this.#graph, this.#reading, end)]);
    const voltages = places.map((node) =>
      node < 0 ? Number.NaN : this.#reading.node.number(node, 'nominalVoltage'),
    );
    return { base: this.#base, voltage: voltages.find((voltage) => voltage > 0) ?? Number.NaN };
  }

  #network(): TwinReader | undefined {
    const networks = this.#part.nodes.map((node) => networkOf(this.#graph, this.#reading, node));
    const network = networks.find((node) => node >= 0);
    return network === undefined ? undefined : this.#reader(this.#reading.network, network);
  }

  #reader(behaviour: Behaviour, node: number): TwinReader {
    return { behaviour, node, twin: this.#graph.idAt(node) ?? '' };
  }

  #at(node: number): number {
    return this.#place.get(targetOf(this.#graph, node, 'connectsTo')) as number;
  }
}
