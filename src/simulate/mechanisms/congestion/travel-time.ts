/**
 * The performance function of links: t = t0 (1 + b (v/c)^p), Bureau of Public Roads, "Traffic
 * Assignment Manual", 1964; with its derivative and integral. Used by the equilibrium's kernel.
 */
import type { RoadNetwork } from './road-network.ts';

/** Flows over capacity below this count as this in the derivative, which is infinite at 0 for p < 1. */
const leastRatio = 1e-9;

/** Time to pass a link at a flow. */
export function travelTime(network: RoadNetwork, link: number, flow: number): number {
  const b = network.delayCoefficient[link] as number;
  const t0 = network.freeFlowTime[link] as number;
  if (b === 0) return t0;
  const ratio = flow / (network.capacity[link] as number);
  return t0 * (1 + b * power(ratio, network.delayExponent[link] as number));
}

/** Derivative of the time by the flow. */
export function travelTimeSlope(network: RoadNetwork, link: number, flow: number): number {
  const p = network.delayExponent[link] as number;
  const capacity = network.capacity[link] as number;
  const factor =
    (network.freeFlowTime[link] as number) * (network.delayCoefficient[link] as number);
  if (p === 0 || factor === 0 || capacity === Number.POSITIVE_INFINITY) return 0;
  const ratio = flow / capacity;
  return (factor * p * power(p < 1 ? Math.max(ratio, leastRatio) : ratio, p - 1)) / capacity;
}

/** A link's term of Beckmann's objective: the integral of its cost from no flow to this one. */
export function beckmannTerm(network: RoadNetwork, link: number, flow: number): number {
  const p = network.delayExponent[link] as number;
  const ratio = flow / (network.capacity[link] as number);
  const delay = ((network.delayCoefficient[link] as number) * power(ratio, p)) / (p + 1);
  const t0 = network.freeFlowTime[link] as number;
  return flow * ((network.fixedCost[link] as number) + t0 * (1 + delay));
}

/** x^p for x ≥ 0; whole powers by multiplication, which is the same on every machine. */
function power(x: number, p: number): number {
  if (p === 4) return x * x * (x * x);
  if (p === 3) return x * x * x;
  if (!Number.isInteger(p) || p < 0 || p > 32) return x ** p;
  let product = 1;
  for (let i = 0; i < p; i++) product *= x;
  return product;
}
