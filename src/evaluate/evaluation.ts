/** What `linchpin evaluate` reports and how a task is declared; a folder beside this for each task. */

/** Figures by name; one that has no meaning for a row is absent. */
export type Figures = Readonly<Record<string, number>>;

export interface Evaluation {
  readonly task: string;
  /** Name of the graph that was judged on. */
  readonly graph: string;
  readonly modelVersion: string;
  readonly predictor: Figures;
  readonly baselines: Readonly<Record<string, Figures>>;
  /** 95 % intervals of the predictor's figures, by the figure's name. */
  readonly intervals: Readonly<Record<string, readonly [number, number]>>;
  /** How much was judged, such as `nodes`, `cascades`, `failures`. */
  readonly sizes: Figures;
  readonly seconds: number;
}

/** Hears of what is going on. */
export type Progress = (text: string) => void;

/** Leaves out what is no number. */
export function finiteFigures(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
}

/** Seconds since some moment of `performance.now()`, to a millisecond. */
export function secondsSince(began: number): number {
  return Math.round(performance.now() - began) / 1000;
}
