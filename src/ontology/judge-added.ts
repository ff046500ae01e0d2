/**
 * Judges documents that are added to an ontology without problems, together with the models they
 * rest on and no others: earlier models refer to nothing that was missing, so that a new one
 * changes nothing for them. Used by `resolve.ts`.
 */
import type { JsonObject } from '../model/json.ts';
import type { Catalogue } from './catalogue.ts';
import { type Judgement, judgeModels } from './language/language.ts';

/** An ontology without problems of its models. */
export interface Ground {
  readonly documents: ReadonlySet<JsonObject>;
  /** All that it defines: interfaces, and what has an identifier within them. */
  readonly identifiers: ReadonlySet<string>;
  readonly catalogue: Catalogue;
}

/** What is new among documents. */
export interface Added {
  readonly documents: readonly JsonObject[];
  /** Of these and of what they rest on. */
  readonly judgement: Judgement;
}

/**
 * The judgement of what is new among documents; undefined where they must be judged all together,
 * since a document of the ground is not among them, most are new, or there is any problem.
 */
export function judgeAdded(ground: Ground, documents: readonly JsonObject[]): Added | undefined {
  const added = documents.filter((document) => !ground.documents.has(document));
  const { size } = ground.documents;
  if (documents.length !== size + added.length || added.length > size) return undefined;
  const alone = judgeModels(added);
  const taken = (id: string) => ground.identifiers.has(id) || alone.standard.has(id);
  if ([...alone.definitions.keys()].some(taken)) return undefined;
  const foundations = foundationsOf(alone.missing, ground.catalogue);
  const judgement = foundations.size === 0 ? alone : judgeModels([...foundations, ...added]);
  return judgement.problems.length > 0 ? undefined : { documents: added, judgement };
}

/** The documents of interfaces, of those that they extend and of those of their components. */
function foundationsOf(ids: Iterable<string>, catalogue: Catalogue): ReadonlySet<JsonObject> {
  const documents = new Set<JsonObject>();
  const needed = new Set(ids);
  for (const id of needed) {
    const known = catalogue.interface(id);
    if (known === undefined) continue;
    documents.add(known.document);
    // An interface may stand within another one's document.
    needed.add(String(known.document['@id']));
    for (const parent of known.extends) needed.add(parent);
    for (const content of known.contents.values()) {
      if (content.kind === 'component') needed.add(content.schema);
    }
  }
  return documents;
}
