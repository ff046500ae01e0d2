/**
 * Makes a program of flow and choice serve as much as can be, whatever else it wants: what is served
 * is at least some cut, which no flow exceeds (Ford and Fulkerson, Maximal Flow Through a Network,
 * Canadian Journal of Mathematics 8, 1956). Used by `flow-choice-program.ts` for networks without recipes.
 */
import type { Amount, ChoiceProgram } from '../../../linear-program/choice-program.ts';

type Entry = readonly [column: number, value: number];

export class ServesMost {
  readonly #choice: ChoiceProgram;
  /** By place: 1 where it lies behind the cut. */
  readonly #behind = new Map<string, number>();
  readonly #entries: Entry[] = [];

  constructor(choice: ChoiceProgram) {
    this.#choice = choice;
  }

  /** An arc, from the outside where it has no start. */
  arc(from: string | undefined, to: string, capacity: Amount): void {
    const cut = this.#choice.column(0, 0, 1);
    const ends: Entry[] = [
      [this.#place(to), 1],
      [cut, -1],
    ];
    if (from !== undefined) ends.push([this.#place(from), -1]);
    this.#choice.row(Number.NEGATIVE_INFINITY, 0, ends);
    this.#count(cut, capacity);
  }

  /** A demand, by the column of what is served of it. */
  demand(place: string, served: number, asked: Amount): void {
    const cut = this.#choice.column(0, 0, 1);
    this.#choice.row(1, Number.POSITIVE_INFINITY, [
      [cut, 1],
      [this.#place(place), 1],
    ]);
    this.#entries.push([served, 1]);
    this.#count(cut, asked);
  }

  /** To be called once all arcs and demands are there. */
  finish(): void {
    this.#choice.row(0, Number.POSITIVE_INFINITY, this.#entries);
  }

  /** Takes the cut's share times an amount away from what is served. */
  #count(cut: number, { base, changes }: Amount): void {
    if (base !== 0) this.#entries.push([cut, -base]);
    for (const [term, change] of changes)
      this.#entries.push([this.#choice.product(cut, term), -change]);
  }

  #place(place: string): number {
    let column = this.#behind.get(place);
    if (column === undefined) {
      column = this.#choice.column(0, 0, 1);
      this.#behind.set(place, column);
    }
    return column;
  }
}
