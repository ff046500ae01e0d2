/**
 * The state of many runs of one plain chain side by side: rows of one array, each row with a number
 * for every lane. `lanes` runs at once, with the same parameters. Stepped by `stepLanes`.
 */
import type { BalanceModel } from './balance-model.ts';
import { type BalanceParameters, parametersOf } from './balance-parameters.ts';
import { type LaneMasks, laneMasks, maskRows } from './lane-masks.ts';
import { type LanePlaces, lanePlaces, lanes } from './lane-places.ts';

/** Rows of `LaneState.sums`. */
export const laneSums = {
  due: 0,
  inTime: 1,
  owed: 2,
  mostOwed: 3,
  onHand: 4,
  holding: 5,
  backorder: 6,
  order: 7,
  fixedOrder: 8,
} as const;

const sumRows = Object.keys(laneSums).length;

/** The columns below are indexes into `numbers`: that of lane 0 of the first row. */
export class LaneState {
  readonly model: BalanceModel;
  readonly parameters: BalanceParameters;
  readonly places: LanePlaces;
  readonly numbers: Float64Array;
  /** Factors of 1 and 0, see `MaskRows`. */
  readonly orders: number;
  readonly serves: number;
  readonly receives: number;
  readonly sends: number;
  readonly moves: number;
  readonly gives: number;
  readonly asks: number;
  /** One row each: zeros, what nobody reads, a position or what is left; by store: what is owed. */
  readonly nothing: number;
  readonly sink: number;
  readonly level: number;
  readonly owing: number;
  /** By transit, by demand: of the present period. */
  readonly ordersTaken: number;
  readonly due: number;
  /** By transit: units set aside and waiting at the door; 0 where nothing is or was out. */
  readonly reserved: number;
  readonly atDoor: number;
  /** By store, transit, demand: what lasts from period to period, to the end of `numbers`. */
  readonly onHand: number;
  readonly onOrder: number;
  readonly deliveryOwed: number;
  readonly demandOwed: number;
  readonly sums: number;
  /** A row for every period of a lead time and one more, by transit from `pipes[t]` on. */
  readonly pipes: Int32Array;
  /**
   * By transit: the row of `pipes` that comes out now and the one where what is sent goes, which is
   * the one before. The last entry stands for no transit.
   */
  readonly arrives: Int32Array;
  readonly departs: Int32Array;
  /** By store, then supply: lanes in which something is out there now, and was in the period before. */
  readonly troubled: Int32Array;
  readonly #wasTroubled: Int32Array;
  readonly #masked: LaneMasks[];

  /** Of a chain that `fitsLanes`. */
  constructor(model: BalanceModel) {
    const { stores, transits, supplies, demands } = model;
    const clear = laneMasks(model, undefined);
    const mask = maskRows(model);
    let length = clear.rows.length * lanes;
    const rows = (count: number) => {
      const first = length;
      length += count * lanes;
      return first;
    };
    this.model = model;
    this.parameters = parametersOf(model);
    this.orders = mask.orders * lanes;
    this.serves = mask.serves * lanes;
    this.receives = mask.receives * lanes;
    this.sends = mask.sends * lanes;
    this.moves = mask.moves * lanes;
    this.gives = mask.gives * lanes;
    this.asks = mask.asks * lanes;
    this.nothing = rows(1);
    this.sink = rows(1);
    this.level = rows(1);
    this.owing = rows(stores.length);
    this.ordersTaken = rows(transits.length);
    this.due = rows(demands.length);
    this.reserved = rows(transits.length);
    this.atDoor = rows(transits.length);
    this.onHand = rows(stores.length);
    this.onOrder = rows(stores.length);
    this.deliveryOwed = rows(transits.length);
    this.demandOwed = rows(demands.length);
    this.sums = rows(sumRows);
    this.pipes = Int32Array.from([...transits.map(({ leadTime }) => rows(leadTime + 1)), length]);
    this.numbers = new Float64Array(length);
    this.arrives = new Int32Array(transits.length + 1).fill(this.nothing);
    this.departs = new Int32Array(transits.length + 1).fill(this.sink);
    this.places = lanePlaces(model, this);
    this.troubled = new Int32Array(stores.length + supplies.length);
    this.#wasTroubled = new Int32Array(this.troubled.length);
    this.#masked = new Array(lanes).fill(clear);
    for (let l = 0; l < lanes; l++) this.#writeMasks(l, clear);
  }

  /** Begins all lanes. */
  begin(): void {
    const { numbers, onHand } = this;
    numbers.fill(0, onHand);
    this.parameters.initialOnHand.forEach((units, store) => {
      numbers.fill(units, onHand + store * lanes, onHand + (store + 1) * lanes);
    });
    this.beginAt(0);
  }

  /** Begins at a period up to which nothing was out; what lasts is to be written by the caller. */
  beginAt(period: number): void {
    this.numbers.fill(0, this.nothing, this.onHand);
    this.#wasTroubled.fill(0);
    for (let t = 0; t + 1 < this.pipes.length; t++) {
      this.arrives[t] = this.slot(t, period);
      this.departs[t] = this.slot(t, period + this.slots(t) - 1);
    }
  }

  /** Takes in what is out of a lane from now on. */
  setOutages(lane: number, masks: LaneMasks): void {
    const before = (this.#masked[lane] as LaneMasks).troubled;
    const { troubled } = masks;
    for (let place = 0; place < troubled.length; place++) {
      const more = (troubled[place] as number) - (before[place] as number);
      this.troubled[place] = (this.troubled[place] as number) + more;
    }
    this.#masked[lane] = masks;
    this.#writeMasks(lane, masks);
  }

  /** Whether anything is or was out at a place in any lane, so that goods may be set aside or wait. */
  isCareful(place: number): boolean {
    return ((this.troubled[place] as number) | (this.#wasTroubled[place] as number)) !== 0;
  }

  /** Moves the clocks of the transits on. */
  endPeriod(): void {
    const { arrives, departs, pipes } = this;
    for (let t = 0; t + 1 < pipes.length; t++) {
      const now = arrives[t] as number;
      const next = now + lanes;
      departs[t] = now;
      arrives[t] = next === pipes[t + 1] ? (pipes[t] as number) : next;
    }
    this.#wasTroubled.set(this.troubled);
  }

  /** How many slots a transit has, and the row of the one that comes out in a period. */
  slots(transit: number): number {
    return ((this.pipes[transit + 1] as number) - (this.pipes[transit] as number)) / lanes;
  }

  slot(transit: number, period: number): number {
    return (this.pipes[transit] as number) + (period % this.slots(transit)) * lanes;
  }

  #writeMasks(lane: number, { rows }: LaneMasks): void {
    const { numbers } = this;
    for (let row = 0, at = lane; row < rows.length; row++, at += lanes) {
      numbers[at] = rows[row] as number;
    }
  }
}
