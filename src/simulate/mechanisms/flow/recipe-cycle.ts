/** Finds a bill of materials that goes round in a circle. Called by the builder of flow models. */
import { LinchpinError } from '../../../model/errors.ts';

export interface Making {
  readonly twin: string;
  readonly makes: string;
  readonly takes: readonly string[];
}

/** Throws `BAD_USER_INPUT` naming the convertors of the first circle, each fed by the one before. */
export function refuseRecipeCycle(makings: readonly Making[]): void {
  const makers = new Map<string, Making[]>();
  for (const making of makings) {
    const known = makers.get(making.makes);
    if (known === undefined) makers.set(making.makes, [making]);
    else known.push(making);
  }
  const done = new Set<Making>();
  for (const making of makings) {
    const circle = circleFrom(making, makers, done);
    if (circle !== undefined) throw cyclic(circle);
  }
}

/** Depth first, towards what is taken; what is done leads into no circle. */
function circleFrom(
  start: Making,
  makers: ReadonlyMap<string, readonly Making[]>,
  done: Set<Making>,
): Making[] | undefined {
  const trail: { readonly making: Making; readonly next: Making[] }[] = [];
  const open = new Set<Making>();
  const enter = (making: Making) => {
    open.add(making);
    const next = making.takes.flatMap((commodity) => makers.get(commodity) ?? []);
    trail.push({ making, next: next.reverse() });
  };
  if (!done.has(start)) enter(start);
  for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
    const next = top.next.pop();
    if (next === undefined) {
      done.add(top.making);
      open.delete(top.making);
      trail.pop();
    } else if (open.has(next)) {
      const at = trail.findIndex(({ making }) => making === next);
      return trail
        .slice(at)
        .map(({ making }) => making)
        .reverse();
    } else if (!done.has(next)) enter(next);
  }
  return undefined;
}

function cyclic(circle: readonly Making[]): LinchpinError {
  const [first] = circle as readonly [Making];
  const steps = [...circle.slice(1), first].map(({ twin, makes }) => `${twin} (${makes})`);
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `${first.twin}/inputs`,
    message: `the bill of materials goes round: ${first.twin} (${first.makes}) → ${steps.join(' → ')}`,
    expected: 'no commodity that goes into itself, directly or by way of others',
    action: 'take one of the inputs away, or give what comes back a commodity of its own',
  });
}
