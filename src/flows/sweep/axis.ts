/**
 * An axis of a sweep made ready: positions that are read one by one, never listed. Made by
 * `axisOf`, which looks at nothing but the definition, so that a kept sweep needs no graph.
 */
import type { Json } from '../../model/json.ts';
import type { Edit } from '../../model/scenario.ts';
import { drawsOf } from './draws.ts';
import type { AxisDefinition, OfProperty, Removals, Samples } from './sweep-definition.ts';

export interface Axis {
  readonly name: string;
  readonly size: number;
  /** What a position is called, and what it does. */
  at(index: number): Position;
}

export interface Position {
  readonly label: string;
  readonly edits: readonly Edit[];
}

/** The axis of a definition; draws are keyed by `seed`. */
export function axisOf(definition: AxisDefinition, seed: number): Axis {
  if ('values' in definition) {
    const { values, ...of } = definition.values;
    return listAxis(nameOf(of), values, (value) => ({
      label: textOf(value),
      edits: [{ set: { ...of, value } }],
    }));
  }
  if ('factors' in definition) {
    const { factors, ...of } = definition.factors;
    return listAxis(`${nameOf(of)} ×`, factors, (factor) => ({
      label: String(factor),
      edits: [{ scale: { ...of, factor } }],
    }));
  }
  if ('choices' in definition) {
    const { name = 'choice', choices } = definition.choices;
    return listAxis(name, choices, (choice) => choice);
  }
  if ('removals' in definition) {
    const { removals } = definition;
    const { twins = [] } = removals;
    return listAxis(outName(removals), twins, (twin) => ({
      label: twin,
      edits: [removalOf(twin, removals)],
    }));
  }
  if ('pairs' in definition) return pairAxis(definition.pairs);
  return sampleAxis(definition.samples, seed);
}

function listAxis<T>(name: string, items: readonly T[], of: (item: T) => Position): Axis {
  const known: Position[] = [];
  const at = (index: number) => {
    // The same list of edits for the same position lets a simulator see that they are the same.
    known[index] ??= of(items[index] as T);
    return known[index] as Position;
  };
  return { name, size: items.length, at };
}

function pairAxis(pairs: Extract<AxisDefinition, { pairs: unknown }>['pairs']): Axis {
  const { twins = [], chosen } = pairs;
  const size = chosen?.length ?? pairCount(twins.length);
  return {
    name: `two ${outName(pairs)}`,
    size,
    at(index) {
      const [first, second] = chosen?.[index] ?? pairAt(index, twins.length);
      const both = [twins[first] as string, twins[second] as string];
      return { label: both.join(' + '), edits: both.map((twin) => removalOf(twin, pairs)) };
    },
  };
}

/** The number of pairs of so many. */
export function pairCount(items: number): number {
  return (items * (items - 1)) / 2;
}

/** The pair at a position when all are listed: 0 with 1, 0 with 2, … */
export function pairAt(index: number, items: number): readonly [number, number] {
  let first = 0;
  let left = index;
  for (let row = items - 1; left >= row && row > 0; row--) {
    left -= row;
    first += 1;
  }
  return [first, first + 1 + left];
}

/** The edit that takes a twin out. */
export function removalOf(twin: string, { by = 'outage', from, until }: Removals): Edit {
  if (by === 'removal') return { removeTwin: { twin, detach: true } };
  const times = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
  return { outage: { twin, ...times } };
}

function outName({ by = 'outage', model }: Removals): string {
  const what = by === 'outage' ? 'out' : 'removed';
  return model === undefined ? what : `${what}: ${model}`;
}

function sampleAxis(samples: Samples, seed: number): Axis {
  const draws = drawsOf(samples, seed);
  return {
    name: `samples of ${samples.variables.map(nameOf).join(', ')}`,
    size: samples.count,
    at(index) {
      const values = draws(index);
      const edits = samples.variables.map(({ twin, property, as = 'value' }, i): Edit => {
        const value = values[i] as Json;
        if (as === 'value') return { set: { twin, property, value } };
        return { scale: { twin, property, factor: value as number } };
      });
      return { label: `sample ${index}`, edits };
    },
  };
}

function nameOf({ twin, property }: OfProperty): string {
  return `${twin}/${property}`;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
