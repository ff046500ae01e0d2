/**
 * The graph of a running service for `linchpin export --url`: page by page, in the order of the
 * ids, and all of one revision, whatever is written meanwhile.
 */
import { maxPage } from '../api/limits.ts';
import type {
  AdtExport,
  ExportedRelationship,
  ExportedTwin,
} from '../interchange/adt/ndjson-writer.ts';
import type { Problem } from '../model/errors.ts';
import type { JsonObject } from '../model/json.ts';
import { resolveOntology } from '../ontology/resolve.ts';
import { answerError, type GraphqlResponse, post } from './remote.ts';

/**
 * Reads the models; twins and relationships are read as they are taken. Throws what the service
 * answers when it refuses a request. Where its history does not reach back to the revision of the
 * beginning any more, `onPresent` is told, and the rest is of the present.
 */
export async function serviceExport(
  url: string,
  onPresent: (problem: Problem) => void,
): Promise<AdtExport> {
  const revision = await ask<number>(url, { query: '{ result: revision }' });
  const models: JsonObject[] = [];
  for await (const page of pagesOf((after) => modelPage(url, after))) {
    for (const { dtdl } of page) models.push(dtdl);
  }
  const graph = new ServiceGraph(url, revision, onPresent);
  return {
    models,
    twins: graph.twins(),
    relationships: graph.relationships(),
    catalogue: resolveOntology(models).catalogue,
  };
}

interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

type Answered = GraphqlResponse['data'];

interface RelationshipNode extends Omit<ExportedRelationship, 'source' | 'target'> {
  readonly source: { readonly id: string };
  readonly target: { readonly id: string };
}

/** A list of the graph: its field up to the arguments of the page, and what is read of a node. */
interface List {
  readonly field: string;
  readonly node: string;
  readonly variables?: string;
}

const twinList: List = { field: 'twins(', node: 'id model properties' };
const idList: List = { field: 'twins(', node: 'id' };
const relationshipList: List = {
  field: 'relationships(where: {property: "$source", in: $sources}, ',
  node: 'id name source { id } target { id } properties',
  variables: ', $sources: [JSON!]',
};

/** Reads a graph at one revision, as long as history reaches back to it. */
class ServiceGraph {
  readonly #url: string;
  readonly #onPresent: (problem: Problem) => void;
  /** Undefined: the present one. */
  #revision: number | undefined;

  constructor(url: string, revision: number, onPresent: (problem: Problem) => void) {
    this.#url = url;
    this.#revision = revision;
    this.#onPresent = onPresent;
  }

  twins(): AsyncIterable<readonly ExportedTwin[]> {
    return this.#pages<ExportedTwin>(twinList);
  }

  /** By their sources, because a page of all relationships would cost as much as all of them. */
  async *relationships(): AsyncGenerator<readonly ExportedRelationship[]> {
    for await (const twins of this.#pages<{ readonly id: string }>(idList)) {
      const sources = twins.map(({ id }) => id);
      for await (const page of this.#pages<RelationshipNode>(relationshipList, { sources })) {
        yield page.map((each) => ({ ...each, source: each.source.id, target: each.target.id }));
      }
    }
  }

  #pages<T>(list: List, variables: object = {}): AsyncGenerator<readonly T[]> {
    return pagesOf((after) => this.#page<T>(list, { ...variables, after }));
  }

  async #page<T>(list: List, variables: object): Promise<Page<T>> {
    const revision = this.#revision;
    const page = pageField(list);
    const field = revision === undefined ? page : `asOf(revision: ${revision}) { ${page} }`;
    const query = `query ($after: String${list.variables ?? ''}) { ${field} }`;
    const response = await post(this.#url, { query, variables });
    const { errors: [error] = [], data } = response;
    const graph = revision === undefined ? data : (data?.asOf as Answered);
    if (error === undefined && graph != null) return graph.result as Page<T>;
    const isForgotten = error?.extensions?.code === 'NOT_FOUND';
    if (revision === undefined || !isForgotten) throw refused(this.#url, response);
    this.#revision = undefined;
    this.#onPresent(forgotten(this.#url, revision));
    return this.#page(list, variables);
  }
}

function pageField({ field, node }: List): string {
  const size = `first: ${maxPage}, after: $after`;
  return `result: ${field}${size}) { nodes { ${node} } pageInfo { endCursor hasNextPage } }`;
}

function modelPage(url: string, after: string | null): Promise<Page<{ dtdl: JsonObject }>> {
  const field = pageField({ field: 'models(', node: 'dtdl' });
  return ask(url, { query: `query ($after: String) { ${field} }`, variables: { after } });
}

/** All pages of a list that has any. */
async function* pagesOf<T>(
  pageAfter: (cursor: string | null) => Promise<Page<T>>,
): AsyncGenerator<readonly T[]> {
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo }: Page<T> = await pageAfter(after);
    if (nodes.length > 0) yield nodes;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}

/** The field `result` of an answer. */
async function ask<T>(url: string, request: object): Promise<T> {
  const response = await post(url, request);
  if (response.errors !== undefined || response.data == null) throw refused(url, response);
  return response.data.result as T;
}

function refused(url: string, response: GraphqlResponse): Error {
  return answerError(url, response, 'repeat it, or stop the service and export its data folder');
}

function forgotten(url: string, revision: number): Problem {
  return {
    code: 'NOT_FOUND',
    where: url,
    message: `history does not reach back to revision ${revision}, so the rest is of the present, and what was written in between may show`,
    action: 'for a whole of one revision start the service with a longer --history',
  };
}
