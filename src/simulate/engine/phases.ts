/** Tells for each phase of a plan which edits touched a twin. Used to name the causes of events. */
import type { TwinGraph } from '../../model/graph.ts';
import type { Edit } from '../../model/scenario.ts';
import type { Plan } from '../../scenario/plan.ts';
import type { DependencyPhase } from '../mechanisms/dependency/dependency.ts';

/** The plan's phases; a twin that no edit names is put down to all edits of the phase. */
export function dependencyPhases(plan: Plan): DependencyPhase[] {
  let before = plan.base;
  return [plan.start, ...plan.later].map(({ time, graph, edits }) => {
    const earlier = before;
    before = graph;
    return {
      time,
      graph,
      editsOf: (twin) => {
        const own = edits.filter((index) =>
          twinsOf(plan.scenario.edits[index] as Edit, earlier).includes(twin),
        );
        return own.length > 0 ? own : edits;
      },
    };
  });
}

/** The twins that an edit names, or that a relationship it removes or sets joins. */
export function twinsOf(edit: Edit, before: TwinGraph): string[] {
  if ('set' in edit) return [edit.set.twin];
  if ('scale' in edit) return [edit.scale.twin];
  if ('policy' in edit) return [edit.policy.twin];
  if ('outage' in edit) return [edit.outage.twin];
  if ('addTwin' in edit) return [edit.addTwin.id];
  if ('removeTwin' in edit) return neighbours(edit.removeTwin.twin, before);
  if ('addRelationship' in edit) return [edit.addRelationship.source, edit.addRelationship.target];
  const key = 'setRelationship' in edit ? edit.setRelationship : edit.removeRelationship;
  const target = before.relationship(key)?.target;
  return target === undefined ? [key.source] : [key.source, target];
}

function neighbours(twin: string, graph: TwinGraph): string[] {
  const out = [...graph.relationshipsOf(twin, 'out')].map(({ target }) => target);
  const into = [...graph.relationshipsOf(twin, 'in')].map(({ source }) => source);
  return [twin, ...out, ...into];
}
