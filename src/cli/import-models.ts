/** The models of an import as documents of a size for requests. Used by `linchpin import --url`. */
import type { ModelSources, SourceFile } from '../interchange/document.ts';
import type { Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject, sameJson } from '../model/json.ts';
import { placedInFiles } from '../ontology/model-place.ts';
import { inRequest, requestBytes, tooLarge } from './import-sizes.ts';

/** Documents to send in this order, and the models that are too large for one. */
export interface ModelParts {
  readonly documents: readonly SourceFile[];
  readonly problems: readonly Problem[];
}

const partName = 'models.ndjson';
const placeInPart = new RegExp(`^${partName}:\\d+:\\d+ `);

/** Problems of models in parts with their places in the files that the models came from. */
export function placedInSources(problems: readonly Problem[], sources: ModelSources): Problem[] {
  const known = new Map([...sources].map(([model, source]) => [String(model['@id']), source]));
  const inModels = problems.map((each) => ({
    ...each,
    where: each.where.replace(placeInPart, ''),
  }));
  const isOfPart = (index: number) => inModels[index]?.where !== problems[index]?.where;
  return placedInFiles(inModels, (id, index) => (isOfPart(index) ? known.get(id) : undefined));
}

/** The parts of models: each model comes with those that it is built on, or after them. */
export function modelParts(models: readonly JsonObject[]): ModelParts {
  const problems: Problem[] = [];
  const parts: string[] = [];
  let room = 0;
  for (const model of foundationsFirst(models)) {
    const line = `${JSON.stringify(model)}\n`;
    const bytes = inRequest(line);
    if (bytes > requestBytes) problems.push(tooLarge(String(model['@id']), bytes));
    else if (bytes <= room) {
      parts.push(`${parts.pop()}${line}`);
      room -= bytes;
    } else {
      parts.push(line);
      room = requestBytes - bytes;
    }
  }
  const documents = parts.map((part) => ({ name: partName, bytes: Buffer.from(part) }));
  return { documents, problems };
}

/** Each model once, after those it names. */
function foundationsFirst(models: readonly JsonObject[]): readonly JsonObject[] {
  const waiting = new Map<string, JsonObject[]>();
  for (const model of models) {
    const id = String(model['@id']);
    const known = waiting.get(id) ?? [];
    if (!known.some((other) => sameJson(other, model))) waiting.set(id, [...known, model]);
  }
  const ordered: JsonObject[] = [];
  const take = (id: string) => {
    const found = waiting.get(id);
    if (found === undefined) return;
    waiting.delete(id);
    for (const model of found) for (const name of namesIn(model)) take(name);
    ordered.push(...found);
  };
  for (const id of [...waiting.keys()]) take(id);
  return ordered;
}

/** All texts in a model that can name one it is built on; a relationship's target may come later. */
function namesIn(model: JsonObject): readonly string[] {
  const names: string[] = [];
  const open: Json[] = [model];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (typeof part === 'string') names.push(part);
    else if (Array.isArray(part)) for (const item of part) open.push(item);
    else if (isJsonObject(part)) {
      for (const [key, value] of Object.entries(part)) if (key !== 'target') open.push(value);
    }
  }
  return names;
}
