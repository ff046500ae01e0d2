/** What the expected answers of all seeds are put together from. */
import type { Json } from '../../../src/model/json.ts';
import type { RawLine, RawWorld } from '../raw-world.ts';

/** What each typed operation of a tour has to answer. */
export type ExpectedAnswers = Readonly<Record<string, (world: RawWorld) => object>>;

/** Some properties of a line, under their own names; null for those that it has not. */
export function pick(line: RawLine, ...names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(names.map((name) => [name, line[name] ?? null]));
}

export const nodes = (items: readonly unknown[]) => ({ nodes: items });

export const edges = (items: readonly unknown[]) => ({ edges: items });

export const id = ({ $dtId }: RawLine) => ({ id: $dtId });
