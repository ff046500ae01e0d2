/** The operations of a GraphQL document. Used by `linchpin query` to name those to choose from. */
import { LinchpinError } from '../model/errors.ts';

/** Block strings, strings, comments, brackets, and names (of variables and directives with their sign). */
const token = /"""(?:\\"""|[^"]|"(?!""))*"""|"(?:\\.|[^"\\\n])*"|#.*|[{}()]|[$@]?[_A-Za-z]\w*/g;
const kinds: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription']);

/** The names of a document's operations in order, undefined for one without a name. */
export function operationNames(document: string): readonly (string | undefined)[] {
  const names: (string | undefined)[] = [];
  let depth = 0;
  /** What stands before the selection of a definition; nothing means a query without a name. */
  let words: string[] = [];
  for (const [text] of document.matchAll(token)) {
    if (text === '{' && depth === 0) {
      const [kind = 'query', name] = words;
      if (kinds.has(kind)) names.push(name);
      words = [];
    }
    if (text === '{' || text === '(') depth++;
    else if (text === '}' || text === ')') depth--;
    else if (depth === 0 && /^\w/.test(text)) words.push(text);
  }
  return names;
}

/**
 * Refuses (`BAD_USER_INPUT`) a document that leaves open which operation is meant, or lacks the one
 * that is `wanted`. What is no document at all is left to the service.
 */
export function requireOperation(
  document: string,
  wanted: string | undefined,
  where: string,
): void {
  const names = operationNames(document);
  const isClear = wanted === undefined ? names.length === 1 : names.includes(wanted);
  if (isClear || names.length === 0) return;
  const named = names.filter((name) => name !== undefined);
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message:
      wanted === undefined
        ? `the document has ${names.length} operations`
        : `the document has no operation ${wanted}`,
    ...(named.length === 0
      ? { action: 'give its operation a name, or leave --operation out' }
      : { expected: `one of ${named.join(', ')}`, action: 'choose one with --operation' }),
  });
}
