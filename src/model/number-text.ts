/** What is lost when a number's text becomes a double. Used by every reader of JSON text. */

export type NumberLoss = 'overflow' | 'underflow' | 'rounding';

/**
 * The loss, or undefined when there is none. A fraction may be rounded to a double, but not to
 * infinity or zero. A whole number must survive, as what it is or as the text of its double: that
 * is how writers such as JavaScript's print large doubles.
 */
export function numberLoss(text: string): NumberLoss | undefined {
  if (text.length <= 15 && !/[eE]/.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return 'overflow';
  if (value === 0 && /^[^eE]*[1-9]/.test(text)) return 'underflow';
  if (/[.eE]/.test(text) || String(value) === text) return undefined;
  return BigInt(text) === BigInt(value) ? undefined : 'rounding';
}
