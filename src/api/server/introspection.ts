/**
 * Introspections that hold nobody up: of a large ontology the answer is tens of megabytes. It is
 * written in slices, once for all who ask the same, and kept while its schema is the present one.
 * Part of the pipeline, for requests over HTTP.
 */
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
} from 'graphql';
import { LinchpinError } from '../../model/errors.ts';
import type { RequestContext } from '../context.ts';
import { IntrospectionAnswers } from './introspection-answers.ts';
import type { ApiPlugin } from './plugin.ts';
import { type SelectedOperation, selectedFields } from './selected-fields.ts';

/** Answers queries that ask for nothing but the schema; all others go on to the executor. */
export function introspection(): ApiPlugin {
  const answers = new IntrospectionAnswers();
  return {
    onExecute: ({ args, executeFn, setExecuteFn }) => {
      const { request }: { readonly request?: Request } = args.contextValue;
      // Over a WebSocket the answer has to be an object, because it is sent as part of another.
      const operation = request === undefined ? undefined : introspectionOf(args);
      if (operation === undefined) return;
      setExecuteFn(async (running) => {
        const { signal } = running.contextValue as RequestContext;
        try {
          return ready(await answers.of(operation, signal()));
        } catch (error) {
          return isKnown(error) ? failed(error) : executeFn(running);
        }
      });
    },
  };
}

const metaFields: ReadonlySet<string> = new Set(['__schema', '__type', '__typename']);

/** The operation, where it is a query of nothing but the schema. */
function introspectionOf(args: ExecutionArgs): SelectedOperation | undefined {
  const { schema, document, operationName, variableValues } = args;
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== OperationTypeNode.QUERY) return undefined;
  const { selections } = operation.selectionSet;
  // Most queries end here.
  if (selections.some((s) => s.kind === Kind.FIELD && !metaFields.has(s.name.value))) {
    return undefined;
  }
  const declared = operation.variableDefinitions ?? [];
  const { coerced: variables } = getVariableValues(schema, declared, { ...variableValues });
  if (variables === undefined) return undefined;
  const definitions = document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(definitions.map((fragment) => [fragment.name.value, fragment]));
  const selected = { schema, operation, fragments, variables };
  const fields = [...selectedFields([operation.selectionSet], selected).values()];
  return fields.every(([{ name }]) => metaFields.has(name.value)) ? selected : undefined;
}

/** A result that Yoga sends as it is, in whatever media type was agreed on. */
function ready(body: Buffer): ExecutionResult {
  const stringify = ({ extensions }: ExecutionResult): Buffer => {
    if (extensions === undefined) return body;
    const more = `,"extensions":${JSON.stringify(extensions)}}`;
    return Buffer.concat([body.subarray(0, -1), Buffer.from(more)]);
  };
  // Yoga takes what `stringify` gives as the body of its response, and a body may be bytes.
  return { data: null, stringify } as ExecutionResult;
}

/** Whether the error is the answer; any other is left to the executor to say, at its field. */
function isKnown(error: unknown): error is Error {
  return error instanceof LinchpinError || error instanceof DOMException;
}

function failed(originalError: Error): ExecutionResult {
  return { errors: [new GraphQLError(originalError.message, { originalError })] };
}
