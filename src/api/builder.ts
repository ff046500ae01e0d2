/**
 * The Pothos builder that every file of `schema/` adds its type to.
 *
 * Relay's `Node` is left out on purpose: a twin's `id` is its own id, unique in its graph only,
 * and the same twin may be asked of the present, of the past and of a branch in one request.
 */
import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import RelayPlugin from '@pothos/plugin-relay';
import ValidationPlugin from '@pothos/plugin-validation';
import { LinchpinError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { RequestContext } from './context.ts';
import { cost, free } from './cost.ts';
import type { GraphView } from './graph-view.ts';
import { defaultPage, maxPage } from './limits.ts';

/** The types behind the schema: its root, its context and its scalars. */
export interface SchemaTypes {
  Root: GraphView;
  Context: RequestContext;
  Scalars: {
    ID: { Input: string; Output: string };
    JSON: { Input: Json; Output: Json };
    /** Epoch milliseconds inside. */
    DateTime: { Input: number; Output: number };
    /** Seconds inside. */
    Duration: { Input: number; Output: number };
    Revision: { Input: number; Output: number };
  };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin, ValidationPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: { disabled: true, fieldComplexity: cost },
  validation: { validationError: ({ issues }) => invalid(issues[0]) },
  relay: {
    cursorType: 'String',
    edgesFieldOptions: { description: 'The items with their cursors.', ...free },
    nodesOnConnection: { description: 'The items without their cursors.' },
    nodeFieldOptions: { description: 'The item.' },
    cursorFieldOptions: { description: 'Where this item stands; give it as `after` or `before`.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and where to go on.', ...free },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether more items follow.' },
    hasPreviousPageFieldOptions: { description: 'Whether items come before.' },
    startCursorFieldOptions: { description: 'Cursor of the first item of this page.' },
    endCursorFieldOptions: { description: 'Cursor of the last item: give it as `after`.' },
    firstArgOptions: {
      description: `At most this many items from the front: 0 to ${maxPage}, ${defaultPage} when neither first nor last is given.`,
    },
    lastArgOptions: { description: `At most this many items from the end: 0 to ${maxPage}.` },
    afterArgOptions: { description: 'Only items after this cursor.' },
    beforeArgOptions: { description: 'Only items before this cursor.' },
  },
});

/** The types a field builder of this schema has. */
export type Types = typeof builder.$inferSchemaTypes;

type Issue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
};

function invalid(issue: Issue | undefined): LinchpinError {
  const path = issue?.path?.map((step) => String(typeof step === 'object' ? step.key : step));
  const where = path === undefined || path.length === 0 ? 'input' : path.join('.');
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: issue?.message ?? 'the input is not valid',
  });
}
