/** Names edits in a few words, as `whatif` explanations and their sentences do. */
import type { Edit } from '../../model/scenario.ts';

/** The twin that an edit is made on; that which a relationship leaves. */
export function twinOfEdit(edit: Edit): string {
  if ('addTwin' in edit) return edit.addTwin.id;
  if ('set' in edit) return edit.set.twin;
  if ('removeTwin' in edit) return edit.removeTwin.twin;
  if ('scale' in edit) return edit.scale.twin;
  if ('outage' in edit) return edit.outage.twin;
  if ('policy' in edit) return edit.policy.twin;
  if ('addRelationship' in edit) return edit.addRelationship.source;
  if ('setRelationship' in edit) return edit.setRelationship.source;
  return edit.removeRelationship.source;
}

/** What some edits are called: `the outage of pump-1`, `3 edits of pump-1`. */
export function labelOf(edits: readonly Edit[]): string {
  const [first, second] = edits as readonly [Edit, Edit?];
  if (second === undefined) return nameOf(first);
  const twins = new Set(edits.map(twinOfEdit));
  if (twins.size === 1) return `${edits.length} edits of ${twinOfEdit(first)}`;
  if (edits.length === 2) return `${nameOf(first)} and ${nameOf(second)}`;
  return `${nameOf(first)} and ${edits.length - 1} edits that go with it`;
}

function nameOf(edit: Edit): string {
  const twin = twinOfEdit(edit);
  if ('outage' in edit) return `the outage of ${twin}`;
  if ('set' in edit) return `${edit.set.property} of ${twin}`;
  if ('scale' in edit) return `${edit.scale.property} of ${twin} times ${edit.scale.factor}`;
  if ('policy' in edit) return `the policy ${edit.policy.policy} of ${twin}`;
  if ('addTwin' in edit) return `the new ${twin}`;
  if ('removeTwin' in edit) return `the removal of ${twin}`;
  if ('addRelationship' in edit) {
    const { name, target } = edit.addRelationship;
    return `the new ${name} from ${twin} to ${target}`;
  }
  if ('setRelationship' in edit) {
    const { property, id } = edit.setRelationship;
    return `${property} of ${id} of ${twin}`;
  }
  return `the removal of ${edit.removeRelationship.id} of ${twin}`;
}
