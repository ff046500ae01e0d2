/** The commodities of generated graphs, and how far declared redundancy tends to hold for each. */
import { hashText, normal, type RandomStream } from '../../../src/model/random.ts';

/**
 * Log-odds that a declared reserve really carries the load, relative to the average commodity.
 * An assumption of ours, not a measurement: networks that are run with a reserve by rule stand
 * high, markets with alternatives on paper stand low.
 */
const reserve: Readonly<Record<string, number>> = {
  '': 0, // a plain `dependsOn` names no commodity
  power: 0.8,
  data: 0.6,
  control: 0.5,
  water: 0.4,
  heat: 0.2,
  cooling: 0,
  compressedAir: -0.1,
  fuel: -0.2,
  transport: -0.3,
  roadAccess: -0.3,
  material: -0.6,
  parts: -0.8,
};

/** Names that a graph's groups may get; a fourth of the graphs invents some of its own. */
export function commodityNames(random: RandomStream, count: number): string[] {
  const known = Object.keys(reserve);
  return Array.from({ length: count }, () =>
    random.uniform() < 0.25 ? inventedName(random) : random.pick(known),
  );
}

/** Log-odds of a commodity; an unknown one has some of its own, fixed by its name. */
export function reserveOf(name: string): number {
  return reserve[name] ?? 0.5 * normal(hashText(name), 0, 0, 0);
}

function inventedName(random: RandomStream): string {
  const syllables = ['ka', 'lo', 'mi', 'ter', 'su', 'ven', 'dra', 'po'];
  return `${random.pick(syllables)}${random.pick(syllables)}${random.pick(syllables)}`;
}
