/**
 * The ontology that comes with the package: behaviours, the models of the seeds and the bindings
 * that give behaviours to foreign ontologies. Read by the store's wrapper and the loader.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesUnder } from '../files-under.ts';
import { refusal } from '../model/errors.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { packageRoot } from '../package-root.ts';
import { readBindings } from './bindings.ts';
import type { Binding } from './catalogue.ts';

/** Models and bindings of the package. */
export interface BuiltInOntology {
  readonly documents: JsonObject[];
  readonly bindings: Binding[];
}

/** Reads the package's `ontology/` folder, in the order of the paths; `instead` replaces its models. */
export function builtInOntology(instead: readonly JsonObject[] = []): BuiltInOntology {
  const root = join(packageRoot(), 'ontology');
  const files = filesUnder(root)
    .map((path) => relative(root, path).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.json'));
  const read = (path: string): Json => JSON.parse(readFileSync(join(root, path), 'utf8')) as Json;
  const models = files.filter((path) => !path.startsWith('bindings/')).flatMap(read);
  const replaced = new Set(instead.map((model) => model?.['@id']));
  const found = files
    .filter((path) => path.startsWith('bindings/'))
    .map((path) => readBindings(read(path), `ontology/${path}`));
  const problems = found.flatMap((each) => each.problems);
  if (problems.length > 0) throw refusal(problems);
  return {
    documents: (models as JsonObject[]).filter((model) => !replaced.has(model['@id'])),
    bindings: found.flatMap((each) => [...each.bindings]),
  };
}
