/**
 * The ontology's check of a changeset: twins against their model, relationships against what the
 * source's model declares. Given to `applyChanges` and `commit` by the checked store, the loader
 * and the telemetry ingest, which call it for every reading.
 */
import type { Check } from '../model/apply.ts';
import type { Problem } from '../model/errors.ts';
import type { GraphReader } from '../model/graph.ts';
import { type Relationship, relationshipKey } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from './catalogue.ts';
import { interfaceChecks } from './interface-check.ts';
import { adviceForModel } from './meant-model.ts';
import { decommissionedCheck } from './model-versions.ts';
import { relationshipCheck } from './relationship-check.ts';

/** The check of changesets against a catalogue; problems have the code `VALIDATION_FAILED`. */
export function checkOf(catalogue: Catalogue): Check {
  const checkFor = interfaceChecks(catalogue);
  const judgeRelationship = relationshipCheck(catalogue);
  const unknown = unknownModels(catalogue);
  const decommissioned = decommissionedCheck(catalogue);

  const judgeTwin = (twin: Twin, before?: Twin): readonly Problem[] => {
    const check = checkFor(twin.model);
    return check?.(twin.properties, twin.id, before?.properties) ?? [unknown(twin)];
  };
  const judgeAround = (twin: Twin, after: GraphReader, judged: Set<string>): Problem[] => {
    if (catalogue.interface(twin.model) === undefined) return [];
    const around = [
      ...after.relationshipsOf(twin.id, 'out'),
      ...after.relationshipsOf(twin.id, 'in'),
    ];
    return around.flatMap((relationship) => {
      const key = relationshipKey(relationship);
      if (judged.has(key)) return [];
      judged.add(key);
      return judgeRelationship(relationship, after);
    });
  };
  return ({ twins, relationships }, after) => {
    const problems: Problem[] = [];
    const judge = (relationship: Relationship, before?: Relationship) =>
      problems.push(...judgeRelationship(relationship, after, before));
    for (const twin of twins.added.values()) {
      problems.push(...judgeTwin(twin), ...decommissioned(twin));
    }
    const judged = new Set<string>();
    for (const { from, to } of twins.updated.values()) {
      problems.push(...judgeTwin(to, from.model === to.model ? from : undefined));
      if (from.model === to.model) continue;
      problems.push(...decommissioned(to), ...judgeAround(to, after, judged));
    }
    for (const relationship of relationships.added.values()) judge(relationship);
    for (const { from, to } of relationships.updated.values()) judge(to, from);
    return problems;
  };
}

/** The refusal of a twin whose model is unknown, with the one that was meant; remembered per model. */
function unknownModels(catalogue: Catalogue): (twin: Twin) => Problem {
  const advice = new Map<string, string>();
  return ({ id, model }) => {
    let action = advice.get(model);
    if (action === undefined) {
      action = adviceForModel(model, catalogue.interfaces.keys());
      if (advice.size >= 1000) advice.clear();
      advice.set(model, action);
    }
    return {
      code: 'VALIDATION_FAILED',
      where: id,
      message: `the model ${model.slice(0, 256)} is not in the ontology`,
      expected: 'the DTMI of a loaded interface',
      action,
    };
  };
}
