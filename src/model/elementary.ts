/**
 * Natural logarithm and exponential from additions, multiplications and divisions alone, so that
 * a random draw is the same number in every JavaScript engine (`Math.log` may differ by version).
 * Used by `variates.ts`.
 */

const ln2 = Math.LN2;
/** `ln 2` in two parts; the high one has zeros at its end, so that `k * ln2High` is exact. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = 1;
/** Where the sign and exponent of a double are: 1 on little-endian machines. */
const high = words[1] === 0 ? 0 : 1;
const low = 1 - high;

/** `ln(1 + (i + 1/2) / 32)`, by the series of the inverse hyperbolic tangent. */
const lnOfCentre = Float64Array.from({ length: 32 }, (_, i) => {
  const s = (i + 0.5) / 32 / (2 + (i + 0.5) / 32);
  let sum = 0;
  for (let n = 41; n >= 1; n -= 2) sum = sum * s * s + 1 / n;
  return 2 * s * sum;
});

/**
 * The natural logarithm of a positive normal number, within 3e-16 (relative above 1). NaN for a
 * negative one, minus infinity for zero.
 */
export function ln(x: number): number {
  if (!(x >= 2.2250738585072014e-308)) return x >= 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  double[0] = x;
  const bits = words[high] as number;
  const exponent = (bits >> 20) - 1023;
  words[high] = (bits & 0xfffff) | 0x3ff00000;
  const mantissa = double[0] as number;
  const cell = (bits >> 15) & 31;
  const centre = 1 + (cell + 0.5) / 32;
  const s = (mantissa - centre) / (mantissa + centre);
  const z = s * s;
  const series = 2 + z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9))));
  return exponent * ln2 + ((lnOfCentre[cell] as number) + s * series);
}

/** Powers of two from `2^0` to `2^33`. */
const powers = Float64Array.from({ length: 34 }, (_, i) => 2 ** i);

/** `ln` of a number from 2^-33 up to 1, as a 32-bit draw is: the same value, in a third of the time. */
export function lnOfDraw(draw: number): number {
  const shift = Math.clz32(draw * 4294967296) + 1;
  const mantissa = draw * (powers[shift] as number);
  const cell = ((mantissa - 1) * 32) | 0;
  const centre = 1 + (cell + 0.5) / 32;
  const s = (mantissa - centre) / (mantissa + centre);
  const z = s * s;
  const series = 2 + z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9))));
  return -shift * ln2 + ((lnOfCentre[cell] as number) + s * series);
}

/** `e` to the power of `x`, within two units in the last place; 0 below -708, infinite above 709. */
export function exp(x: number): number {
  if (!(x <= 709)) return x > 709 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < -708) return 0;
  const k = Math.floor(x / ln2 + 0.5);
  const r = x - k * ln2High - k * ln2Low;
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (sum * r) / n;
  words[low] = 0;
  words[high] = (k + 1023) << 20;
  return sum * (double[0] as number);
}
