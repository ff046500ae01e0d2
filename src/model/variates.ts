/**
 * Random variates by inversion: each is a monotone function of one uniform draw, so that two runs
 * with the same draws stay as alike as they can (common random numbers). Used by the mechanisms.
 */
import { exp, ln, lnOfDraw } from './elementary.ts';

/** The exponential variate of mean 1 for a 32-bit draw in (0, 1); falls as the draw rises. */
export function exponential(draw: number): number {
  return -lnOfDraw(draw);
}

/**
 * The standard normal quantile for a probability between 2e-11 and 1 - 2e-11, to about 1e-15:
 * the rational approximations of Wichura 1988, algorithm AS 241 (PPND16), without its outermost.
 */
export function normalQuantile(probability: number): number {
  const q = probability - 0.5;
  if (q >= -0.425 && q <= 0.425) return q * central(0.180625 - q * q);
  const tail = q < 0 ? probability : 1 - probability;
  const value = outer(Math.sqrt(-ln(tail)) - 1.6);
  return q < 0 ? -value : value;
}

function central(r: number): number {
  const above =
    3.3871328727963665 +
    r *
      (133.14166789178438 +
        r *
          (1971.5909503065513 +
            r *
              (13731.69376550946 +
                r *
                  (45921.95393154987 +
                    r * (67265.7709270087 + r * (33430.57558358813 + r * 2509.0809287301227))))));
  const below =
    1 +
    r *
      (42.31333070160091 +
        r *
          (687.1870074920579 +
            r *
              (5394.196021424751 +
                r *
                  (21213.794301586597 +
                    r * (39307.89580009271 + r * (28729.085735721943 + r * 5226.495278852854))))));
  return above / below;
}

function outer(r: number): number {
  const above =
    1.4234371107496835 +
    r *
      (4.630337846156546 +
        r *
          (5.769497221460691 +
            r *
              (3.6478483247632045 +
                r *
                  (1.2704582524523684 +
                    r *
                      (0.2417807251774506 +
                        r * (0.022723844989269184 + r * 0.0007745450142783414))))));
  const below =
    1 +
    r *
      (2.053191626637759 +
        r *
          (1.6763848301838038 +
            r *
              (0.6897673349851 +
                r *
                  (0.14810397642748008 +
                    r *
                      (0.015198666563616457 +
                        r * (0.0005475938084995345 + r * 1.0507500716444169e-9))))));
  return above / below;
}

/** The lognormal variate of mean 1 whose logarithm has this variance. */
export function lognormal(draw: number, variance: number): number {
  return exp(Math.sqrt(variance) * normalQuantile(draw) - variance / 2);
}

/** The variance of the logarithm of a lognormal variate with this coefficient of variation. */
export function logVariance(variation: number): number {
  return ln(1 + variation * variation);
}
