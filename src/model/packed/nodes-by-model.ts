/** The nodes of each model in a packed graph, found in one pass when they are first asked for. */
import type { PackedRecords } from './packed-records.ts';
import type { Shape } from './shape.ts';

/** Nodes by model, in ascending order; models in the order in which their shapes came. */
export function nodesByModel({ shapes, twins }: PackedRecords): ReadonlyMap<string, Int32Array> {
  const perShape = new Int32Array(shapes.length);
  for (const shape of twins.shapes) perShape[shape] = (perShape[shape] as number) + 1;
  const counts = new Map<string, number>();
  shapes.forEach(({ kind, label }, shape) => {
    if (kind !== 'twin') return;
    counts.set(label, (counts.get(label) ?? 0) + (perShape[shape] as number));
  });
  const groups = new Map<string, { readonly nodes: Int32Array; filled: number }>();
  for (const [model, count] of counts) {
    groups.set(model, { nodes: new Int32Array(count), filled: 0 });
  }
  const groupOf = shapes.map(({ label }: Shape) => groups.get(label));
  for (let node = 0; node < twins.shapes.length; node++) {
    const group = groupOf[twins.shapes[node] as number];
    if (group !== undefined) group.nodes[group.filled++] = node;
  }
  return new Map([...groups].map(([model, { nodes }]) => [model, nodes]));
}
