/**
 * One network in the EPANET toolkit: opened from the text of an input file, stepped through
 * hydraulic time, freed by `close`. Used by the water mechanism. Nodes and links count from 0;
 * values are in the units of the text.
 */
import { epanetText, linkProperty, timeParameter, toolkit } from './epanet.ts';

type Toolkit = ReturnType<typeof toolkit>;

/** A refusal of the toolkit: a code from 101 on. */
export class EpanetError extends Error {
  override readonly name = 'EpanetError';
  readonly code: number;
  /** What the toolkit's report says of the text. */
  readonly report: string;

  constructor(code: number, report = '') {
    super(epanetText(code));
    this.code = code;
    this.report = report;
  }
}

const inputFile = 'network.inp';
const reportFile = 'network.rpt';
/** `EN_INITFLOW`: flows begin as in a new project, and none are saved. */
const initialFlows = 10;
const counts = { nodes: 0, links: 2, controls: 5 } as const;

/** Frees projects whose run was given up before its end. */
const forgotten = new FinalizationRegistry<{ en: Toolkit; handle: number; room: number }>(free);

function free({ en, handle, room }: { en: Toolkit; handle: number; room: number }): void {
  en._EN_closeH(handle);
  en._EN_close(handle);
  en._EN_deleteproject(handle);
  en._free(room);
}

export class EpanetProject {
  readonly nodeCount: number;
  readonly linkCount: number;
  /** By simple control: the link it sets. */
  readonly controlledLinks: readonly number[];
  /** Whether a size was set and set back, which may be off by a last digit: no other run may have it. */
  isAltered = false;
  readonly #en: Toolkit;
  readonly #handle: number;
  /** Room for the numbers that the toolkit gives. */
  readonly #room: number;
  #hydraulicStep = 0;

  /** Throws an `EpanetError` for a text that is no network. */
  constructor(text: string) {
    this.#en = toolkit();
    this.#handle = opened(this.#en, text);
    const small = this.#en._malloc(64);
    const count = (kind: number) => {
      this.#check(this.#en._EN_getcount(this.#handle, kind, small));
      return this.#en.getValue(small, 'i32');
    };
    this.nodeCount = count(counts.nodes);
    this.linkCount = count(counts.links);
    this.controlledLinks = Array.from({ length: count(counts.controls) }, (_, index) => {
      const [link, ...others] = [8, 0, 16, 24, 32].map((at) => small + at);
      const [type, setting, node, level] = others as [number, number, number, number];
      this.#check(
        this.#en._EN_getcontrol(
          this.#handle,
          index + 1,
          type,
          link as number,
          setting,
          node,
          level,
        ),
      );
      return this.#en.getValue(link as number, 'i32') - 1;
    });
    this.#en._free(small);
    this.#room = this.#en._malloc(8 * Math.max(2, this.nodeCount, this.linkCount));
    const held = { en: this.#en, handle: this.#handle, room: this.#room };
    forgotten.register(this, held, this);
  }

  /** Begins at time 0 with the statuses, settings and levels of the text. */
  start(durationSeconds: number, hydraulicStep: number): void {
    this.#hydraulicStep = hydraulicStep;
    this.#setTime(timeParameter.duration, durationSeconds);
    this.#setTime(timeParameter.hydraulicStep, hydraulicStep);
    this.#check(this.#en._EN_initH(this.#handle, initialFlows));
  }

  /** Solves the network at the present time; gives 0 or the code of a warning. */
  solve(): number {
    return this.#check(this.#en._EN_runH(this.#handle, this.#room));
  }

  /** Goes on to the next hydraulic event, at most so far; gives the seconds, 0 at the end. */
  advance(atMost: number): number {
    const isHeldBack = atMost < this.#hydraulicStep;
    if (isHeldBack) this.#setTime(timeParameter.hydraulicStep, atMost);
    this.#check(this.#en._EN_nextH(this.#handle, this.#room));
    const seconds = this.#en.getValue(this.#room, 'i32');
    if (isHeldBack) this.#setTime(timeParameter.hydraulicStep, this.#hydraulicStep);
    return seconds;
  }

  /** Seconds until a tank is full or empty, a control acts, or the hydraulic step ends. */
  nextEvent(): number {
    const [type, duration, element] = [this.#room, this.#room + 4, this.#room + 8];
    this.#check(this.#en._EN_timetonextevent(this.#handle, type, duration, element));
    return this.#en.getValue(duration, 'i32');
  }

  nodeValues(property: number, into: Float64Array): void {
    this.#check(this.#en._EN_getnodevalues(this.#handle, property, this.#room));
    into.set(this.#en.HEAPF64.subarray(this.#room / 8, this.#room / 8 + this.nodeCount));
  }

  /** Values of the first links, as many as there is room for. */
  linkValues(property: number, into: Float64Array): void {
    this.#check(this.#en._EN_getlinkvalues(this.#handle, property, this.#room));
    into.set(this.#en.HEAPF64.subarray(this.#room / 8, this.#room / 8 + into.length));
  }

  linkValue(link: number, property: number): number {
    this.#check(this.#en._EN_getlinkvalue(this.#handle, link + 1, property, this.#room));
    return this.#en.getValue(this.#room, 'double');
  }

  setLinkValue(link: number, property: number, value: number): void {
    if (property === linkProperty.minorLoss) this.isAltered = true;
    this.#check(this.#en._EN_setlinkvalue(this.#handle, link + 1, property, value));
  }

  /** Demands of a junction by category, before patterns. */
  baseDemands(junction: number): number[] {
    this.#check(this.#en._EN_getnumdemands(this.#handle, junction + 1, this.#room));
    return Array.from({ length: this.#en.getValue(this.#room, 'i32') }, (_, category) => {
      const code = this.#en._EN_getbasedemand(this.#handle, junction + 1, category + 1, this.#room);
      this.#check(code);
      return this.#en.getValue(this.#room, 'double');
    });
  }

  setBaseDemands(junction: number, demands: readonly number[]): void {
    this.isAltered = true;
    demands.forEach((demand, category) => {
      const code = this.#en._EN_setbasedemand(this.#handle, junction + 1, category + 1, demand);
      this.#check(code);
    });
  }

  enableControl(control: number, enabled: boolean): void {
    this.#check(this.#en._EN_setcontrolenabled(this.#handle, control + 1, enabled ? 1 : 0));
  }

  /** Frees the project, which is of no use afterwards. */
  close(): void {
    if (!forgotten.unregister(this)) return;
    free({ en: this.#en, handle: this.#handle, room: this.#room });
  }

  #setTime(parameter: number, seconds: number): void {
    this.#check(this.#en._EN_settimeparam(this.#handle, parameter, seconds));
  }

  #check(code: number): number {
    if (code >= 100) throw new EpanetError(code);
    return code;
  }
}

/** The handle of a project with the network of a text, ready for hydraulics. */
function opened(en: Toolkit, text: string): number {
  const handle = created(en);
  const names = [inputFile, reportFile, ''].map((name) => en.allocateUTF8(name));
  en.FS.writeFile(inputFile, text);
  let code = en._EN_open(handle, ...(names as [number, number, number]));
  if (code < 100) code = en._EN_openH(handle);
  for (const name of names) en._free(name);
  en.FS.unlink(inputFile);
  if (code < 100) return handle;
  // Closing writes the report out.
  en._EN_close(handle);
  en._EN_deleteproject(handle);
  const hasReport = en.FS.analyzePath(reportFile).exists;
  throw new EpanetError(code, hasReport ? en.FS.readFile(reportFile, { encoding: 'utf8' }) : '');
}

function created(en: Toolkit): number {
  const room = en._malloc(4);
  const code = en._EN_createproject(room);
  const handle = en.getValue(room, 'i32');
  en._free(room);
  if (code !== 0) throw new EpanetError(code);
  return handle;
}
