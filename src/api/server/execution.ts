/** How an operation runs: within its cost and its time, and counted. */
import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DefinitionNode,
  type DocumentNode,
  type ExecutionArgs,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { isPromise } from 'graphql-yoga';
import { type Limits, limitExceeded } from '../limits.ts';
import type { ApiMetrics } from './metrics.ts';
import type { ApiPlugin } from './plugin.ts';

/** Refuses an operation whose page sizes multiply to more objects than allowed. */
export function costLimit({ complexity }: Limits): ApiPlugin {
  const check = (args: ExecutionArgs) => checkCost(args, complexity);
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      const error = check(args);
      if (error !== undefined) setResultAndStopExecution({ errors: [error] });
    },
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      const error = check(args);
      if (error !== undefined) setResultAndStopExecution({ errors: [error] });
    },
  };
}

function checkCost(args: ExecutionArgs, limit: number): GraphQLError | undefined {
  const operation = getOperationAST(args.document, args.operationName);
  if (!operation) return undefined;
  try {
    const cost = costOf(operation, args);
    if (cost <= limit) return undefined;
    const message = `may load ${cost} objects, the limit is ${limit}`;
    const cause = limitExceeded('the query', message, 'ask for smaller pages (first: …)');
    return new GraphQLError(cause.message, { originalError: cause });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Costs of operations without variables, which are always the same in a schema. */
const knownCosts = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, number>>();

function costOf(operation: OperationDefinitionNode, args: ExecutionArgs): number {
  const { document, schema, variableValues, contextValue } = args;
  const costs = knownCosts.get(schema) ?? new WeakMap<OperationDefinitionNode, number>();
  const known = costs.get(operation);
  if (known !== undefined) return known;
  const { complexity } = complexityFromQuery(alone(document, operation), {
    schema,
    variables: { ...variableValues },
    ctx: contextValue as object,
  });
  if (!operation.variableDefinitions?.length) {
    costs.set(operation, complexity);
    knownCosts.set(schema, costs);
  }
  return complexity;
}

/** The document with one operation only, because the estimate takes the first one it finds. */
function alone(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { ...document, definitions: [operation, ...fragments] };
}

/** Ends a query or mutation that takes too long; flows see it on their signal and stop. */
export function deadline({ requestSeconds }: Limits): ApiPlugin {
  return {
    onExecute: ({ args, executeFn, setExecuteFn, extendContext }) => {
      const expired = new AbortController();
      const { signal: clientGone } = args.contextValue;
      let signal: AbortSignal | undefined;
      extendContext({
        signal: () => {
          signal ??= AbortSignal.any([clientGone(), expired.signal]);
          return signal;
        },
      });
      setExecuteFn((running) => {
        const result = executeFn(running);
        if (!isPromise(result)) return result;
        return inTime(result, requestSeconds, () => {
          expired.abort();
          return { errors: [tooLate(requestSeconds, args)] };
        });
      });
    },
  };
}

/** What comes first: the result, or what there is to say when the time is up. */
function inTime<Result>(
  result: Promise<Result>,
  seconds: number,
  late: () => Result,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late()), seconds * 1_000);
    // The timer is cleared, or it would keep the result in memory until it rings.
    const settled = result.finally(() => clearTimeout(timer));
    settled.then(resolve, reject);
  });
}

function tooLate(seconds: number, args: ExecutionArgs): GraphQLError {
  const message = `took longer than ${seconds} s`;
  const action = mayWrite(args)
    ? 'it may still take effect: look, or repeat a commit with the same operationId'
    : 'ask for less at once, such as a smaller page or a shorter horizon';
  const cause = limitExceeded('the request', message, action);
  return new GraphQLError(cause.message, { originalError: cause });
}

/** Whether any of its fields changes something; some mutations only compute. */
function mayWrite({ document, operationName, schema }: ExecutionArgs): boolean {
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== 'mutation') return false;
  const fields = schema.getMutationType()?.getFields() ?? {};
  const writes = ({ selections }: SelectionSetNode): boolean =>
    selections.some((each) => {
      if (each.kind === Kind.INLINE_FRAGMENT) return writes(each.selectionSet);
      if (each.kind === Kind.FIELD)
        return fields[each.name.value]?.extensions.writesNothing !== true;
      const named = (node: DefinitionNode) =>
        node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === each.name.value;
      const fragment = document.definitions.find(named) as FragmentDefinitionNode | undefined;
      return fragment === undefined || writes(fragment.selectionSet);
    });
  return writes(operation.selectionSet);
}

/** Counts operations and how long they take. */
export function counted(metrics: ApiMetrics): ApiPlugin {
  return {
    onExecute: ({ args }) => {
      const operation = getOperationAST(args.document, args.operationName)?.operation ?? 'unknown';
      const stop = metrics.seconds.startTimer({ operation });
      return {
        onExecuteDone: ({ result }) => {
          stop();
          const failed = 'errors' in result && (result.errors?.length ?? 0) > 0;
          metrics.operations.inc({ operation, outcome: failed ? 'errors' : 'ok' });
        },
      };
    },
    onSubscribe: () => ({
      onSubscribeResult: ({ result }) => {
        if (!(Symbol.asyncIterator in result)) return undefined;
        metrics.subscriptions.inc();
        return { onEnd: () => metrics.subscriptions.dec() };
      },
    }),
  };
}
