/**
 * The program of a choice among edits of a flow network: what comes to each place goes, and limits
 * move with what is chosen. Built by `flow-choice.ts`.
 */
import {
  type Amount,
  ChoiceProgram,
  nothing,
  rangeOf,
  sumOf,
} from '../../../linear-program/choice-program.ts';
import { type LinearParts, type PartOf, partsOf } from '../../choice/parts.ts';
import type { FlowShape } from './flow-parts.ts';
import { ServesMost } from './serves-most.ts';

/** `cost` is that of serving all that is asked, `leastCost` that of serving as much as can be. */
export type FlowTarget = 'served' | 'unmet' | 'cost' | 'leastCost';

type Of<K extends FlowShape['kind']> = PartOf<FlowShape, K>;

export class FlowChoice {
  readonly choice: ChoiceProgram;
  /** Whether no choice takes any capacity away or asks for more: then none serves less. */
  onlyAdds = true;
  readonly #target: FlowTarget;
  readonly #cut: ServesMost | undefined;
  /** By place: what comes there less what goes. */
  readonly #balances = new Map<string, [column: number, value: number][]>();
  readonly #arcs = new Map<string, [column: number, value: number][]>();
  /** More than any arc need carry. */
  readonly #enough: number;
  /** Amounts are divided by this, as where flows are solved. */
  readonly scale: number;

  constructor(linear: LinearParts<FlowShape>, target: FlowTarget) {
    this.choice = new ChoiceProgram(linear.terms, target === 'served' ? 'maximise' : 'minimise');
    this.#target = target;
    this.#cut = target === 'leastCost' ? new ServesMost(this.choice) : undefined;
    this.#enough = enoughOf(linear);
    const largest = partsOf(linear, 'demand').reduce(
      (best, { amounts }) => Math.max(best, most(amounts[1])),
      0,
    );
    this.scale = largest > 0 ? largest / 1000 : 1;
    for (const arc of partsOf(linear, 'arc')) this.#arc(arc);
    for (const recipe of partsOf(linear, 'recipe')) this.#recipe(recipe);
    for (const { shape, amounts } of partsOf(linear, 'share')) {
      const carried = shape.arcs.flatMap((arc) => this.#arcs.get(arc) ?? []);
      this.choice.atMost(carried, this.#limit(amounts));
    }
    for (const demand of partsOf(linear, 'demand')) this.#demand(demand);
    this.#cut?.finish();
    for (const entries of this.#balances.values()) this.choice.row(0, 0, entries);
  }

  #arc({ shape: { key, from, to, cost }, amounts }: Of<'arc'>): void {
    const capacity = this.#limit(amounts);
    const column = this.choice.upTo(this.#priced(cost), capacity);
    this.#cut?.arc(from, to, capacity);
    if (from !== undefined) this.#at(from, column, -1);
    this.#at(to, column, 1);
    this.#arcs.set(key, [...(this.#arcs.get(key) ?? []), [column, 1]]);
  }

  #recipe({ shape: { output, inputs, cost }, amounts }: Of<'recipe'>): void {
    const column = this.choice.upTo(this.#priced(cost), this.#limit(amounts));
    this.#at(output, column, 1);
    for (const [place, quantity] of inputs) this.#at(place, column, -quantity);
  }

  #demand({ shape: { place }, amounts: [working = nothing, asked = nothing] }: Of<'demand'>): void {
    if (asked.changes.some(([, change]) => change > 0)) this.onlyAdds = false;
    if (working.changes.some(([, change]) => change < 0)) this.onlyAdds = false;
    const worth = { served: 1, unmet: -1, cost: 0, leastCost: 0 }[this.#target];
    const [most, all] = [working, asked].map((amount) => sumOf([[1 / this.scale, amount]]));
    const column = this.choice.upTo(worth, most as Amount);
    this.#at(place, column, -1);
    if (this.#target === 'unmet') this.choice.count(1, all as Amount);
    if (this.#target === 'cost') this.choice.equal([[column, 1]], all as Amount);
    this.#cut?.demand(place, column, most as Amount);
  }

  #priced(cost: number): number {
    return this.#target === 'cost' || this.#target === 'leastCost' ? cost : 0;
  }

  #limit([capacity = nothing, endless = nothing]: readonly Amount[]): Amount {
    const limit = sumOf([
      [1 / this.scale, capacity],
      [this.#enough / this.scale, endless],
    ]);
    if (limit.changes.some(([, change]) => change < 0)) this.onlyAdds = false;
    return limit;
  }

  #at(place: string, column: number, value: number): void {
    const entries = this.#balances.get(place) ?? [];
    this.#balances.set(place, entries);
    entries.push([column, value]);
  }
}

/**
 * A bound of every flow without circles: all demand, times what a unit of it can take at most of
 * anything, stage by stage of the bill of materials.
 */
function enoughOf(linear: LinearParts<FlowShape>): number {
  const asked = partsOf(linear, 'demand').reduce((sum, { amounts }) => sum + most(amounts[0]), 0);
  const stages = new Map<string, number>();
  for (const { shape } of partsOf(linear, 'recipe')) {
    const takes = shape.inputs.reduce((sum, [, quantity]) => sum + quantity, 0);
    const [, commodity] = JSON.parse(shape.output) as [string, string];
    stages.set(commodity, Math.max(1, takes, stages.get(commodity) ?? 1));
  }
  let enough = asked;
  for (const takes of stages.values()) enough *= takes;
  return enough;
}

function most(amount: Amount | undefined): number {
  return amount === undefined ? 0 : rangeOf(amount)[1];
}
