/** The models of an import: which of them can be added. Called by `load`. */
import type { ModelSources } from '../interchange/document.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import { type JsonObject, sameJson } from '../model/json.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { placedInFiles } from '../ontology/model-place.ts';
import { resolveOntology } from '../ontology/resolve.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';

/** The models of an import, and where they were read from. */
export interface ReadModels {
  readonly models: readonly JsonObject[];
  readonly modelSources: ModelSources;
}

/** What became of the models of an import. */
export interface LoadedModels {
  readonly loaded: number;
  /** How many of those the store had before. */
  readonly unchanged: number;
  readonly rejected: readonly Problem[];
  /** The ontology with the new models, also in a dry run. */
  readonly catalogue: Catalogue;
}

/** Adds the models that are right and rest on none that is wrong; the others are rejected. */
export async function loadModels(
  store: CheckedStore,
  { models, modelSources }: ReadModels,
  dryRun: boolean,
): Promise<LoadedModels> {
  const before = store.catalogue();
  if (models.length === 0) return { loaded: 0, unchanged: 0, rejected: [], catalogue: before };
  const known = new Map((await store.models()).map(({ id, document }) => [id, document]));
  const { fresh, unchanged, conflicts } = newModels(models, known);
  const resolved = resolveOntology([...known.values(), ...fresh], before.bindings);
  const right = fresh.filter((model) => resolved.catalogue.interface(idOf(model)) !== undefined);
  const sources = new Map(fresh.map((model) => [idOf(model), modelSources.get(model)]));
  const placed = (problems: readonly Problem[]) =>
    placedInFiles(problems, (model) => sources.get(model));
  const rejected = [
    ...placedInFiles(conflicts.map(conflict), (_, index) =>
      modelSources.get(conflicts[index] ?? {}),
    ),
    ...placed(resolved.problems),
  ];
  try {
    if (!dryRun && right.length > 0) await store.addModels(right);
  } catch (error) {
    if (!(error instanceof LinchpinError) || error.retriable) throw error;
    rejected.push(...placed(error.problems));
    return { loaded: unchanged, unchanged, rejected, catalogue: before };
  }
  const { decommissioned = new Set() } = before;
  const catalogue = dryRun ? { ...resolved.catalogue, decommissioned } : store.catalogue();
  return { loaded: right.length + unchanged, unchanged, rejected, catalogue };
}

function newModels(models: readonly JsonObject[], known: ReadonlyMap<string, JsonObject>) {
  const taken = new Map(known);
  const fresh: JsonObject[] = [];
  const conflicts: JsonObject[] = [];
  let unchanged = 0;
  for (const model of models) {
    const id = idOf(model);
    const other = taken.get(id);
    if (other === undefined) {
      taken.set(id, model);
      fresh.push(model);
    } else if (!sameJson(other, model)) conflicts.push(model);
    else if (known.has(id)) unchanged++;
  }
  return { fresh, unchanged, conflicts };
}

function idOf(model: JsonObject): string {
  return String(model['@id']);
}

function conflict(model: JsonObject): Problem {
  return {
    code: 'CONFLICT',
    where: idOf(model),
    message: 'there is another model with this id',
    expected: 'the same model, or a new version of it',
    action: 'raise the version at the end of the id',
  };
}
