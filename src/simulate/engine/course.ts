/** One mechanism's part in a run: when it is asked, and what of its troubles is news. Kept by `Run`. */
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type {
  Mechanism,
  MechanismOutputs,
  MechanismRun,
  Moment,
  Setting,
  Trouble,
  Troubles,
} from '../mechanism.ts';
import type { TroubleLog } from './trouble-log.ts';

const noTroubles: Troubles = new Map();

export class Course {
  readonly mechanism: Mechanism;
  readonly #setting: Setting;
  #run: MechanismRun;
  /** What it said last, and what of it is in force: by the rule of the instant, that may be more. */
  #said = noTroubles;
  readonly #inForce = new Map<number, Trouble>();
  /** Nodes whose trouble began at this instant. */
  readonly #begun = new Set<number>();
  #seen = -1;

  constructor(mechanism: Mechanism, setting: Setting) {
    this.mechanism = mechanism;
    this.#setting = setting;
    this.#run = this.#guarded(0, () => mechanism.init(setting));
  }

  /** Goes back to the start, with another seed. */
  restart(seed: number): void {
    this.#said = noTroubles;
    this.#inForce.clear();
    this.#begun.clear();
    this.#seen = -1;
    if (this.#run.restart !== undefined) this.#run.restart(seed);
    else this.#run = this.#guarded(0, () => this.mechanism.init({ ...this.#setting, seed }));
  }

  /** When it has something to do of itself. */
  get next(): number {
    return this.#run.next;
  }

  beginInstant(): void {
    if (this.#begun.size > 0) this.#begun.clear();
  }

  /** Asks the mechanism where its time has come or the world has changed; whether there is news. */
  consult(moment: Moment, version: number, log: TroubleLog): boolean {
    if (this.#seen === version && this.#run.next > moment.time) return false;
    this.#seen = version;
    const said = this.#guarded(moment.time, () => mapped(this.#run.step(moment)));
    if (!(this.#run.next > moment.time)) throw this.#standsStill(moment.time);
    if (said === this.#said && said.size === this.#inForce.size) return false;
    this.#said = said;
    const ended = this.#end(said, moment.time, log);
    return this.#begin(said, moment, log) || ended;
  }

  outputs(): MechanismOutputs {
    return this.#guarded(Number.NaN, () => whole(this.#run.outputs()));
  }

  #end(said: Troubles, time: number, log: TroubleLog): boolean {
    let news = false;
    for (const [node, trouble] of this.#inForce) {
      if (said.get(node)?.effect === trouble.effect || this.#begun.has(node)) continue;
      this.#inForce.delete(node);
      log.end(this.mechanism.name, node, time);
      news = true;
    }
    return news;
  }

  #begin(said: Troubles, moment: Moment, log: TroubleLog): boolean {
    let news = false;
    for (const [node, trouble] of said) {
      if (this.#inForce.has(node)) continue;
      this.#guarded(moment.time, () => checkTrouble(node, trouble, moment));
      this.#inForce.set(node, trouble);
      this.#begun.add(node);
      log.begin(this.mechanism.name, { node, trouble, time: moment.time });
      news = true;
    }
    return news;
  }

  #standsStill(time: number): LinchpinError {
    const { name } = this.mechanism;
    return new LinchpinError({
      code: 'LIMIT_EXCEEDED',
      where: name,
      message: `the mechanism ${name} has its next time at ${this.#run.next} s after ${time} s are over`,
      expected: 'a later time once step has returned, or Infinity',
      action: 'report it to whoever made the mechanism',
    });
  }

  /** A mechanism that throws ends the run, by its name and the time; the service lives. */
  #guarded<T>(time: number, act: () => T): T {
    try {
      return act();
    } catch (cause) {
      const { name } = this.mechanism;
      if (cause instanceof LinchpinError) throw ownTo(name, cause);
      const why = cause instanceof Error ? cause.message : String(cause);
      const when = Number.isNaN(time) ? 'at the end of the run' : `${time} s after the start`;
      const problem = {
        code: 'INTERNAL_SERVER_ERROR',
        where: name,
        message: `the mechanism ${name} failed ${when}: ${why}`,
        action: 'report it to whoever made the mechanism, with the scenario',
      } as const;
      throw new LinchpinError(problem, { cause });
    }
  }
}

/** A refusal that names no twin, but a place in a linear program, with the mechanism whose program it is. */
function ownTo(mechanism: string, error: LinchpinError): LinchpinError {
  if (!error.where.startsWith('linear program')) return error;
  const [problem] = error.problems as readonly [Problem];
  const where = `mechanism ${mechanism}: ${error.where}`;
  return new LinchpinError({ ...problem, where }, { cause: error });
}

/** What a mechanism that was written without types may give instead is its failure. */
function mapped(said: Troubles | undefined): Troubles {
  if (typeof said?.get === 'function') return said;
  throw new TypeError('step returned no Map of troubles by node');
}

function checkTrouble(node: number, trouble: Partial<Trouble>, { graph }: Moment): void {
  const isNode = Number.isInteger(node) && node >= 0 && node < graph.nodeCount;
  if (!isNode) throw new TypeError(`step returned a trouble of ${node}, which is no node`);
  const { effect, causes } = trouble;
  if ((effect === 'fails' || effect === 'runsShort') && Array.isArray(causes)) return;
  const twin = graph.idAt(node);
  throw new TypeError(`the trouble of ${twin} is not { effect: fails or runsShort, causes: [] }`);
}

function whole(outputs: MechanismOutputs | undefined): MechanismOutputs {
  const { kpis, findings, twins } = outputs ?? {};
  if (Array.isArray(kpis) && Array.isArray(findings) && typeof twins === 'function')
    return outputs as MechanismOutputs;
  throw new TypeError('outputs returned no { kpis: [], twins(), findings: [], random }');
}
