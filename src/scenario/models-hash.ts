/**
 * The hash of an ontology: of every model's document and of the bindings. A part of a scenario's
 * id, because the same edits mean something else under other models. Called by `Branch` and flows.
 */
import { createHash } from 'node:crypto';
import { compareText } from '../model/compare-text.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { Catalogue, Interface } from '../ontology/catalogue.ts';

const known = new WeakMap<Catalogue['interfaces'], Map<Catalogue['bindings'], string>>();
const ofInterfaces = new WeakMap<Interface, string>();

/** SHA-256, in hexadecimal; worked out once for equal sets of models. */
export function modelsHash({ interfaces, bindings }: Catalogue): string {
  const byBindings = known.get(interfaces) ?? new Map<Catalogue['bindings'], string>();
  known.set(interfaces, byBindings);
  let hash = byBindings.get(bindings);
  if (hash === undefined) {
    const models = [...interfaces.values()].sort((a, b) => compareText(a.id, b.id)).map(hashOf);
    hash = sha256([models, bindings as unknown as Json]);
    byBindings.set(bindings, hash);
  }
  return hash;
}

/** An interface that stays what it was is the same object, whatever happens to others. */
function hashOf(model: Interface): string {
  const hash = ofInterfaces.get(model) ?? sha256(model.document);
  ofInterfaces.set(model, hash);
  return hash;
}

function sha256(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
