/** The limits on one GraphQL document and its variables, before it is executed. */
import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor';
import type { ASTVisitor, SelectionSetNode, ValidationContext } from 'graphql';
import { isDeeper } from '../../model/json.ts';
import { type Limits, limitExceeded } from '../limits.ts';
import type { ApiPlugin } from './plugin.ts';

/** Depth, aliases (of `__typename` too), directives and tokens, by GraphQL Armor. */
export function documentLimits(limits: Limits): ApiPlugin {
  return EnvelopArmorPlugin({
    maxDepth: {
      n: limits.depth,
      flattenFragments: true,
      ...rejecting('the query', `nests deeper than ${limits.depth} fields`, 'ask in two queries'),
    },
    maxAliases: {
      n: limits.aliases,
      allowList: [],
      ...rejecting('the query', `has more than ${limits.aliases} aliases`, 'ask in two queries'),
    },
    maxDirectives: {
      n: limits.directives,
      ...rejecting('the query', `has more than ${limits.directives} directives`, 'leave some out'),
    },
    maxTokens: {
      n: limits.tokens,
      ...rejecting('the query', `has more than ${limits.tokens} tokens`, 'put values in variables'),
    },
    costLimit: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  });
}

/** Armor's own errors carry no code, so ours is thrown first. */
function rejecting(where: string, message: string, action: string) {
  const reject = () => {
    throw limitExceeded(where, message, action);
  };
  return { onReject: [reject] };
}

/** Fields at the root of an operation, through fragments. */
export function rootFieldLimit({ rootFields }: Limits): ApiPlugin {
  return {
    onValidate: ({ addValidationRule }) => {
      addValidationRule((context: ValidationContext) => rootFieldRule(context, rootFields));
    },
  };
}

function rootFieldRule(context: ValidationContext, limit: number): ASTVisitor {
  // Each fragment is counted once, however often it is spread; within itself it adds nothing.
  const known = new Map<string, number>();
  const fragmentCount = (name: string): number => {
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, 0);
    const fragment = context.getFragment(name);
    const fields = fragment ? count(fragment.selectionSet) : 0;
    known.set(name, fields);
    return fields;
  };
  const count = ({ selections }: SelectionSetNode): number => {
    let fields = 0;
    for (const selection of selections) {
      if (selection.kind === 'Field') fields += 1;
      else if (selection.kind === 'InlineFragment') fields += count(selection.selectionSet);
      else fields += fragmentCount(selection.name.value);
      if (fields > limit) break;
    }
    return fields;
  };
  return {
    OperationDefinition: ({ selectionSet }) => {
      if (count(selectionSet) <= limit) return;
      const message = `asks for more than ${limit} fields at its root`;
      throw limitExceeded('the query', message, 'ask in two requests');
    },
  };
}

/** Nesting of the variables, so that nothing that walks them can run out of stack. */
export function variablesLimit({ variablesDepth }: Limits): ApiPlugin {
  return {
    onParams: ({ params }) => checkVariables(params.variables, variablesDepth),
  };
}

/** Throws `LIMIT_EXCEEDED` for variables that nest too deeply. */
export function checkVariables(variables: unknown, limit: number): void {
  if (!isDeeper(variables, limit)) return;
  throw limitExceeded('variables', `nest deeper than ${limit} levels`, 'flatten them');
}
