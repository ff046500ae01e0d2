/**
 * Versions of a model: DTMIs that differ in nothing but what follows the `;`. Asked by the API, and
 * by the refusal of a new twin whose model is decommissioned.
 */
import type { Problem } from '../model/errors.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from './catalogue.ts';
import { byVersion, versionless } from './dtmi.ts';

/** The other versions of a model among some DTMIs, newest first; one without a version is oldest. */
export function otherVersions(dtmi: string, known: Iterable<string>): readonly string[] {
  const path = versionless(dtmi);
  const found = [...known].filter(
    (each) => each !== dtmi && each.startsWith(path) && versionless(each) === path,
  );
  return found.sort((a, b) => byVersion(b, a));
}

/** The check of twins that get a model; each model's refusal is found once. */
export function decommissionedCheck(catalogue: Catalogue): (twin: Twin) => readonly Problem[] {
  const known = new Map<string, Problem>();
  return ({ id, model }) => {
    if (catalogue.decommissioned?.has(model) !== true) return [];
    const refusal = known.get(model) ?? decommissioned(model, id, catalogue);
    known.set(model, refusal);
    return [{ ...refusal, where: id }];
  };
}

/** The refusal of a model that no new twin may have, with the version that is in use. */
export function decommissioned(model: string, where: string, catalogue: Catalogue): Problem {
  const isOut = (id: string) => catalogue.decommissioned?.has(id) === true;
  const inUse = otherVersions(model, catalogue.interfaces.keys()).find((id) => !isOut(id));
  return {
    code: 'VALIDATION_FAILED',
    where,
    message: `the model ${model} is decommissioned: no new twin may have it`,
    expected: inUse === undefined ? 'a model that is not decommissioned' : `a twin of ${inUse}`,
    action: inUse === undefined ? 'use another model' : `use ${inUse}`,
  };
}
