/** A water network of a graph as what EPANET is given and what comes back. */
import type { JsonObject } from '../../../model/json.ts';

/** A twin and its node in the graph. */
export interface Place {
  readonly twin: string;
  readonly node: number;
}

/** A node or link of the network. */
export interface Element extends Place {
  readonly kind: 'junction' | 'reservoir' | 'tank' | 'pipe' | 'pump' | 'valve';
  /** Its name in EPANET: that of the file, where it can be. */
  readonly name: string;
  readonly properties: JsonObject;
}

export interface LinkElement extends Element {
  /** Indexes of the nodes at its ends. */
  readonly from: number;
  readonly to: number;
}

/** A network that EPANET can run; elements in EPANET's order, of a kind in that of twin ids. */
export interface WaterModel {
  readonly network: Place;
  readonly properties: JsonObject;
  /** Junctions, then reservoirs, then tanks. */
  readonly nodes: readonly Element[];
  readonly junctionCount: number;
  /** Pipes, then pumps, then valves. */
  readonly links: readonly LinkElement[];
  readonly settings: WaterSettings;
}

export interface WaterSettings {
  /** Seconds. */
  readonly hydraulicStep: number;
  readonly patternStep: number;
  readonly patternStart: number;
  readonly reportStep: number;
  /** Of the day at which the run begins, seconds after midnight. */
  readonly startClock: number;
  /** Metre; below it a junction gets nothing. */
  readonly minimumPressure: number;
  /** Whether what junctions get depends on their pressure, by EPANET's own analysis. */
  readonly isPressureDriven: boolean;
}

/** A network that lacks what EPANET needs, and so takes no part. */
export interface IncompleteNetwork {
  readonly network: Place;
  /** The twins that lack something, ascending, and what. */
  readonly lacks: readonly { readonly twin: string; readonly what: string }[];
}
