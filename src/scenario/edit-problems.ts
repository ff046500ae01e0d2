/** What can be wrong with a scenario's edits before they are applied. Used by `planOf`. */
import { behaviourOf, behaviours } from '../behaviour/behaviours.ts';
import type { Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Edit, Outage, Scenario } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { shapeProblem } from './edit-shape.ts';

const outageKinds = ['all', 'orders', 'shipments', 'receipts', 'transit'];

/** The problem of the horizon or the seed. */
export function scenarioProblem({ horizonSeconds, seed }: Scenario): Problem | undefined {
  if (!Number.isFinite(horizonSeconds) || horizonSeconds < 0) {
    return bad('horizonSeconds', `${horizonSeconds} is not a horizon`, {
      expected: 'a number of seconds, 0 or more',
      action: 'give the time to look ahead, such as 86400 for a day',
    });
  }
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return undefined;
  return bad('seed', `${seed} is not a seed`, {
    expected: 'a whole number from 0 to 4294967295',
    action: 'leave it out or give another',
  });
}

/** The problem of an edit by itself: its form, times and numbers; `place` is such as `edits[0]`. */
export function editProblem(
  edit: Edit,
  place: string,
  horizonSeconds: number,
): Problem | undefined {
  const misshapen = shapeProblem(edit, place);
  if (misshapen !== undefined) return misshapen;
  if (edit.at !== undefined) {
    const late = timeProblem(`${place}.at`, edit.at, horizonSeconds);
    if (late !== undefined) return late;
  }
  if ('scale' in edit && !Number.isFinite(edit.scale.factor)) {
    return bad(`${edit.scale.twin}/${edit.scale.property}`, 'the factor is not a finite number', {
      expected: 'a finite factor',
      action: 'give a factor such as 1.2',
    });
  }
  if (!('outage' in edit)) return undefined;
  const { from = edit.at ?? 0 } = edit.outage;
  return (
    timeProblem(`${place}.outage.from`, from, horizonSeconds) ??
    outageFormProblem({ ...edit.outage, from }, `${place}.outage`)
  );
}

function outageFormProblem(
  { from, until, kind = 'all' }: Outage & { readonly from: number },
  place: string,
): Problem | undefined {
  if (until !== undefined && !(until >= from)) {
    return bad(`${place}.until`, `the outage ends at ${until}, before it begins at ${from}`, {
      expected: 'an end after the beginning, in seconds after the start',
      action: 'swap the times, or leave until out for an outage that lasts',
    });
  }
  if (outageKinds.includes(kind)) return undefined;
  return bad(`${place}.kind`, `${kind} is not a kind of outage`, {
    expected: `one of ${outageKinds.join(', ')}`,
    action: 'choose one of these, or leave it out for all',
  });
}

/** The problem of an outage on these graphs: no such twin, or one that does nothing of the kind. */
export function outageProblem(
  { twin, kind = 'all' }: Outage,
  graphs: readonly TwinGraph[],
  catalogue: Catalogue,
): Problem | undefined {
  const graph = graphs.find((each) => each.indexOf(twin) >= 0);
  if (graph === undefined) return unknownTwin(twin);
  if (kind === 'all') return undefined;
  const model = graph.twin(twin)?.model ?? '';
  const fits = [behaviours.store, behaviours.transit].some((id) =>
    behaviourOf(graph, catalogue, id).has(model),
  );
  if (fits) return undefined;
  return bad(twin, `a ${model} has no ${kind} that could be out`, {
    expected: 'a Store or a Transit',
    action: 'use the kind all, or name the store',
  });
}

/** The problem of an edit that names a twin which is not there. */
export function unknownTwin(twin: string): Problem {
  return {
    code: 'NOT_FOUND',
    where: twin,
    message: `there is no twin ${twin}`,
    expected: 'the id of a twin that the graph holds when the edit takes effect',
    action: 'check the id, or add the twin by an earlier edit',
  };
}

/** The problem of an edit that cannot be meant so. */
export function bad(
  where: string,
  message: string,
  advice: { readonly expected: string; readonly action: string },
): Problem {
  return { code: 'BAD_USER_INPUT', where, message, ...advice };
}

/** The problem of a time at which something is to begin; the start itself is always in the run. */
function timeProblem(where: string, seconds: number, horizon: number): Problem | undefined {
  if (!Number.isFinite(seconds) || seconds < 0) {
    return bad(where, `${seconds} is not a time of the run`, {
      expected: 'seconds after the start, 0 or more',
      action: 'give a time from the start on',
    });
  }
  if (seconds === 0 || seconds < horizon) return undefined;
  return bad(where, `${seconds} is not before the horizon, so the edit would have no effect`, {
    expected: `seconds after the start, less than the horizon of ${horizon}`,
    action: 'give an earlier time, or lengthen the horizon',
  });
}
