/**
 * Which fields an operation selects, by their names in the answer, as the GraphQL specification
 * has it (CollectFields, section 6.3.2). Called for introspections.
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** A valid operation with what its selections refer to. */
export interface SelectedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The variables as the operation declares them, coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The fields by their names in the answer, in its order; equal names are one field. */
export type Selected = ReadonlyMap<string, readonly [FieldNode, ...FieldNode[]]>;

/** The fields of an object whose type all fragments in these selections apply to. */
export function selectedFields(
  sets: readonly SelectionSetNode[],
  { fragments, variables }: SelectedOperation,
): Selected {
  const found = new Map<string, [FieldNode, ...FieldNode[]]>();
  const visited = new Set<string>();
  const visit = (selection: SelectionNode): void => {
    if (!isIncluded(selection, variables)) return;
    if (selection.kind === Kind.FIELD) {
      const name = (selection.alias ?? selection.name).value;
      const known = found.get(name);
      if (known === undefined) found.set(name, [selection]);
      else known.push(selection);
      return;
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      selection.selectionSet.selections.forEach(visit);
      return;
    }
    const name = selection.name.value;
    if (visited.has(name)) return;
    visited.add(name);
    fragments.get(name)?.selectionSet.selections.forEach(visit);
  };
  for (const { selections } of sets) selections.forEach(visit);
  return found;
}

function isIncluded(selection: SelectionNode, variables: SelectedOperation['variables']): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false;
}
