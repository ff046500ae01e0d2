/** The fields of whatever is told of one twin. Used by the types of what-ifs and rankings. */
import type { Types } from '../builder.ts';
import type { GraphView } from '../graph-view.ts';
import { Twin } from './twin.ts';

/** A part of a result and the graph that was looked at. */
export interface In<T> {
  readonly graph: GraphView;
  readonly item: T;
}

type Fields<T> = PothosSchemaTypes.ObjectFieldBuilder<Types, In<T>>;

/** `twinId` and `twin`; what-ifs show the twin as it was before their edits. */
export const twinFields = <T extends { readonly twin: string }>(
  t: Fields<T>,
  description = 'The twin as it was before the edits; null for one that only the what-if has.',
) => ({
  twinId: t.id({ description: 'Id of the twin.', resolve: ({ item }) => item.twin }),
  twin: t.field({
    type: Twin,
    nullable: true,
    description,
    resolve: ({ graph, item }) => graph.twin(item.twin),
  }),
});
