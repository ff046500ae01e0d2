/** The parts of a condition that must all hold, each tested as soon as what it names is bound. */
import type { Condition, Operand } from './rows-query.ts';

/** The conditions that must all hold. */
export function conjunctsOf(condition: Condition | undefined): readonly Condition[] {
  if (condition === undefined) return [];
  return condition.kind === 'and' ? condition.of.flatMap(conjunctsOf) : [condition];
}

/** The names of the twins and relationships that a condition reads. */
export function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap(namesIn);
    case 'not':
      return namesIn(condition.of);
    case 'compare':
      return [...nameOf(condition.left), ...nameOf(condition.right)];
    case 'text':
      return [...nameOf(condition.operand), ...nameOf(condition.part)];
    case 'holds':
      return [...nameOf(condition.operand), ...nameOf(condition.element)];
    case 'in':
    case 'is':
      return nameOf(condition.operand);
    case 'model':
      return [condition.of];
  }
}

function nameOf(operand: Operand): readonly string[] {
  return operand.kind === 'property' ? [operand.of] : [];
}
