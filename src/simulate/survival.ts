/**
 * What a supply chain lives through: how long it serves all demand while a part of it is out (time
 * to survive), and what is lost when that part takes longer to come back (time to recover).
 * Answered by `Simulator.survival`; computed by the balance mechanism.
 */
import { compareText } from '../model/compare-text.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';

export interface SurvivalRequest {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
  /** Stores, supplies and transits of the chain, and twins that these depend on; by default all stores and supplies. */
  readonly twins?: readonly string[];
  /** How long each takes to come back, in seconds, 0 or more; by default the twin's `recoveryDelay`. */
  readonly recoverySeconds?: number;
  /**
   * Whether what is out still gives out what it has on hand. `kept` (the default): it makes and
   * receives nothing more. `lost`: a flooded warehouse.
   */
  readonly stock?: 'kept' | 'lost';
  /** Of the twins in turn every so many, one from each part: parts are asked side by side. */
  readonly part?: SurvivalPart;
  readonly signal?: AbortSignal;
}

export interface SurvivalPart {
  /** 0 … of - 1. */
  readonly index: number;
  readonly of: number;
}

export interface SurvivalReport {
  /** By falling exposure: exposed ones first, then the shortest time to survive, then by id. */
  readonly survivals: readonly Survival[];
  /** How long the chain serves all demand with nothing out, in seconds; infinite by rights. */
  readonly undisturbedSeconds: number;
  /** How many linear programs were solved; the other twins were answered without one. */
  readonly solves: number;
}

export interface Survival {
  readonly twin: string;
  /** Stores, supplies and transits that are out when the twin is; itself, or what depends on it. */
  readonly out: readonly string[];
  /** Seconds; infinite where nobody feels it, which is longer than a hundred years. */
  readonly timeToSurvive: number;
  /** The demands that run short first, the one that weighs most first. */
  readonly failsFirst: readonly DemandShare[];
  /** The certificate: what limits the time, the most telling first. */
  readonly limits: readonly SurvivalLimit[];
  /** Seconds between the time found and the bound that the certificate proves; 0 up to rounding. */
  readonly gap: number;
  /** Seconds; undefined where it is not known. */
  readonly timeToRecover?: number;
  /** Whether it takes longer to come back than the chain survives. */
  readonly isExposed: boolean;
  /** Units of demand lost until it is back, at the least cost; 0 where it is not exposed. */
  readonly lostUnits: number;
  /** Their value: by `lostSaleCost`, else the store's `backorderCost`, else 1 a unit. */
  readonly lostCost: number;
  /** Lost units by demand, the most costly first. */
  readonly losses: readonly DemandLoss[];
}

export interface DemandShare {
  readonly demand: string;
  /** Share, 0 … 1, of one more second's need that is this demand's, weighed by what it uses up. */
  readonly share: number;
}

export interface DemandLoss {
  readonly demand: string;
  readonly units: number;
  readonly cost: number;
}

/** One line of a certificate: a resource that is used up, and what one more unit of it is worth. */
export interface SurvivalLimit {
  readonly twin: string;
  /**
   * `stock` on hand and `pipeline` under way, in units; `supply` and `order`: a capacity, in units a
   * period.
   */
  readonly kind: 'stock' | 'pipeline' | 'supply' | 'order';
  /** What there is of it. */
  readonly units: number;
  /** Dual price: seconds longer for one unit more. */
  readonly secondsPerUnit: number;
}

/** The order of a report's survivals. */
export function byExposure(a: Survival, b: Survival): number {
  return (
    Number(b.isExposed) - Number(a.isExposed) ||
    a.timeToSurvive - b.timeToSurvive ||
    compareText(a.twin, b.twin)
  );
}
