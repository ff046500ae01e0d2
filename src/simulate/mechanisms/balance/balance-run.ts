/**
 * The balance mechanism: reviews the supply chain of a run's graphs period by period, as the
 * engine's clock comes to each. A store or demand that owes units runs short.
 */
import { behaviours } from '../../../behaviour/behaviours.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type {
  Mechanism,
  MechanismOutputs,
  MechanismRun,
  Moment,
  Setting,
  Troubles,
} from '../../mechanism.ts';
import { Balance } from './balance.ts';
import { type BalanceModel, emptyModel } from './balance-model.ts';
import { outagesAt, type PeriodOutages } from './balance-outages.ts';
import { parametersOf } from './balance-parameters.ts';
import { BalanceRecord } from './balance-record.ts';
import { BalanceState, type SavedState } from './balance-state.ts';
import { BalanceTotals, balanceKpis } from './balance-totals.ts';
import { balanceModel } from './build-balance-model.ts';
import { isRandom } from './demand-distribution.ts';
import { manyChains } from './many-chains.ts';
import { serviceTimeFindings } from './service-times.ts';
import { ShortageCounts } from './shortage-findings.ts';
import { ShortageWatch } from './shortages.ts';

export const balance: Mechanism = {
  name: 'balance',
  behaviours: [behaviours.store],
  figures: ['fillRate', 'backorders', 'inventory', 'cost', 'lostSales'],
  mayTrouble: (graph, catalogue) => {
    const { stores = [], demands = [] } = balanceModel(graph, catalogue) ?? {};
    return [...stores, ...demands].map(({ node }) => node);
  },
  effects: ['runsShort'],
  init: (setting) => new BalanceRun(setting),
  many: (setting) => manyChains(setting, periodsOf(setting)),
};

/** More periods than this are refused. */
const maxPeriods = 1_000_000;
const noTroubles: Troubles = new Map();

/** How many periods a run has; `LIMIT_EXCEEDED` for too many. */
function periodsOf({ graphs, catalogue, horizonSeconds }: Setting): number {
  const models = graphs.flatMap((graph) => balanceModel(graph, catalogue) ?? []);
  const [first] = models;
  const periods = first === undefined ? 0 : Math.floor(horizonSeconds / first.periodLength);
  if (periods > maxPeriods) throw tooManyPeriods(periods);
  return periods;
}

class BalanceRun implements MechanismRun {
  readonly #setting: Setting;
  /** Seconds; infinite where no graph of the run has a store. */
  readonly #periodLength: number;
  readonly #periods: number;
  readonly #totals = new BalanceTotals();
  /** Absent where only key figures are wanted; the watch also where no shortage matters. */
  readonly #record: BalanceRecord | undefined;
  readonly #counts: ShortageCounts | undefined;
  readonly #watch: ShortageWatch | undefined;
  readonly #random: boolean;
  #seed: number;
  #period = 0;
  #graph: TwinGraph | undefined;
  #chain: FollowedChain | undefined;
  /** What is out, and the version of the world in which that was so. */
  #outages: PeriodOutages | undefined;
  #version = -1;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#seed = setting.seed;
    const models = setting.graphs.flatMap((graph) => balanceModel(graph, setting.catalogue) ?? []);
    this.#periodLength = models[0]?.periodLength ?? Number.POSITIVE_INFINITY;
    this.#periods = periodsOf(setting);
    this.#random = models.some(({ demands }) => demands.some(isRandom));
    const matters = ({ node }: { readonly node: number }) => setting.matters(node);
    const watched = ({ stores, demands }: BalanceModel) =>
      stores.some(matters) || demands.some(matters);
    if (!setting.figuresOnly) {
      this.#record = new BalanceRecord(this.#periods);
      this.#counts = new ShortageCounts();
    }
    if (!setting.figuresOnly || models.some(watched)) this.#watch = new ShortageWatch();
  }

  get next(): number {
    const more = this.#period < this.#periods;
    return more ? this.#period * this.#periodLength : Number.POSITIVE_INFINITY;
  }

  step(moment: Moment): Troubles {
    if (moment.time >= this.next) this.#review(moment);
    return this.#watch?.troubles ?? noTroubles;
  }

  outputs(): MechanismOutputs {
    const kpis = this.#periods > 0 ? balanceKpis(this.#totals) : [];
    const twins = () => this.#record?.outputs ?? new Map();
    const { graph, catalogue, figuresOnly } = this.#setting;
    const model = figuresOnly ? undefined : balanceModel(graph, catalogue);
    const short = this.#counts?.findings() ?? [];
    const findings = model === undefined ? short : [...short, ...serviceTimeFindings(model)];
    return { kpis, twins, findings, random: this.#random };
  }

  restart(seed: number): void {
    this.#seed = seed;
    this.#period = 0;
    this.#version = -1;
    this.#watch?.clear();
    if (this.#graph !== this.#setting.graph) this.#graph = undefined;
    else {
      this.#chain?.restart(seed);
      this.#totals.begin(parametersOf((this.#chain as FollowedChain).model));
    }
  }

  #review(moment: Moment): void {
    if (this.#graph !== moment.graph) this.#moveTo(moment.graph);
    const { model, state, stepper } = this.#chain as FollowedChain;
    if (this.#outages === undefined || this.#version !== moment.version) {
      this.#outages = outagesAt(moment, model);
      this.#version = moment.version;
    }
    stepper.step(this.#period, this.#outages);
    this.#totals.add(state);
    this.#record?.add(state, this.#period);
    this.#counts?.add(state);
    this.#watch?.look(state, this.#period, this.#outages);
    this.#period++;
  }

  /** Goes on with another graph: its twins begin with what they held in the one before. */
  #moveTo(graph: TwinGraph): void {
    const model = balanceModel(graph, this.#setting.catalogue) ?? emptyModel(this.#periodLength);
    const before = this.#period === 0 ? undefined : this.#chain?.state;
    this.#graph = graph;
    this.#chain = new FollowedChain(model, this.#seed, before);
    if (before === undefined) this.#totals.begin(parametersOf(model));
    else this.#totals.follow(parametersOf(model));
    this.#record?.follow(model, this.#period, this.#periods);
    this.#watch?.follow(model, graph);
  }
}

/** The chain of the present graph and where it is. */
class FollowedChain {
  readonly model: BalanceModel;
  readonly state: BalanceState;
  readonly #start: SavedState;
  stepper: Balance;

  constructor(model: BalanceModel, seed: number, before: BalanceState | undefined) {
    this.model = model;
    this.state = new BalanceState(model);
    if (before !== undefined) this.state.carry(before);
    this.#start = this.state.copyTo();
    this.stepper = new Balance(model, seed, this.state);
  }

  restart(seed: number): void {
    this.state.restore(this.#start);
    this.stepper = new Balance(this.model, seed, this.state);
  }
}

function tooManyPeriods(periods: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'horizonSeconds',
    message: `the horizon holds ${periods} periods of the supply chain`,
    expected: `at most ${maxPeriods}`,
    action: 'shorten the horizon, or lengthen periodLength of the stores',
  });
}
