/** The conditions of WHERE, with their names looked up. */
import type { Condition } from '../rows/rows-query.ts';
import { conditionOfCall } from './functions.ts';
import { literalValue, operandOf } from './operands.ts';
import type { Scope } from './scope.ts';
import type { ExpressionAt } from './syntax.ts';

/** The condition that an expression means. */
export function conditionOf(expression: ExpressionAt, scope: Scope): Condition {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { kind: expression.kind, of: expression.of.map((part) => conditionOf(part, scope)) };
    case 'not':
      return { kind: 'not', of: conditionOf(expression.of, scope) };
    case 'compare': {
      const [left, right] = [operandOf(expression.left, scope), operandOf(expression.right, scope)];
      return { kind: 'compare', operator: expression.operator, left, right };
    }
    case 'in': {
      const operand = operandOf(expression.operand, scope);
      const values = expression.values.map((value) => literalValue(value, scope.source));
      const condition: Condition = { kind: 'in', operand, values };
      return expression.negated ? { kind: 'not', of: condition } : condition;
    }
    case 'call':
      return conditionOfCall(expression, scope);
  }
}
