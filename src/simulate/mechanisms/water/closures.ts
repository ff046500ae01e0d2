/**
 * Holds links of an EPANET project closed, whatever its controls, rules and speed patterns say, and
 * gives them back the state they had. Used by `network-run.ts`.
 */
import { linkProperty } from './epanet.ts';
import type { EpanetProject } from './epanet-project.ts';
import type { LinkElement } from './water-model.ts';

/**
 * A loss that lets about a millilitre per second pass at most: EPANET refuses to close a pipe with
 * a check valve.
 */
const blocked = 1e12;

/** What a link was like before it was closed. */
interface Before {
  readonly status: number;
  readonly setting: number;
  readonly pattern: number;
  readonly minorLoss: number;
}

export class Closures {
  readonly #project: EpanetProject;
  readonly #links: readonly LinkElement[];
  readonly #before = new Map<number, Before>();

  constructor(project: EpanetProject, links: readonly LinkElement[]) {
    this.#project = project;
    this.#links = links;
  }

  /** Closes these links, by link: 1, and opens those it had closed. */
  set(closed: Uint8Array): void {
    for (let link = 0; link < closed.length; link++) {
      if (closed[link] === 1) this.#close(link);
      else this.#release(link);
    }
  }

  /** Closes again what a rule may have opened in between. */
  hold(): void {
    for (const link of this.#before.keys()) {
      if (this.#hasCheckValve(link)) continue;
      this.#project.setLinkValue(link, linkProperty.status, 0);
    }
  }

  /** Gives all links back, so that the project can begin another run. */
  releaseAll(): void {
    for (const link of [...this.#before.keys()]) this.#release(link);
  }

  #close(link: number): void {
    if (this.#before.has(link)) return;
    const value = (property: number) => this.#project.linkValue(link, property);
    const isPump = this.#links[link]?.kind === 'pump';
    const before = {
      status: value(linkProperty.status),
      setting: value(linkProperty.setting),
      pattern: isPump ? value(linkProperty.pattern) : 0,
      minorLoss: isPump ? 0 : value(linkProperty.minorLoss),
    };
    this.#before.set(link, before);
    if (this.#hasCheckValve(link)) {
      this.#project.setLinkValue(link, linkProperty.minorLoss, blocked);
      return;
    }
    this.#enableControls(link, false);
    if (before.pattern > 0) this.#project.setLinkValue(link, linkProperty.pattern, 0);
    this.#project.setLinkValue(link, linkProperty.status, 0);
  }

  #release(link: number): void {
    const before = this.#before.get(link);
    if (before === undefined) return;
    this.#before.delete(link);
    if (this.#hasCheckValve(link)) {
      this.#project.setLinkValue(link, linkProperty.minorLoss, before.minorLoss);
      return;
    }
    this.#enableControls(link, true);
    const kind = this.#links[link]?.kind;
    if (before.pattern > 0) {
      this.#project.setLinkValue(link, linkProperty.pattern, before.pattern);
    }
    if (before.status === 0) return;
    this.#project.setLinkValue(link, linkProperty.status, 1);
    if (kind !== 'pipe' && before.setting > 0) {
      this.#project.setLinkValue(link, linkProperty.setting, before.setting);
    }
  }

  #enableControls(link: number, enabled: boolean): void {
    this.#project.controlledLinks.forEach((controlled, control) => {
      if (controlled === link) this.#project.enableControl(control, enabled);
    });
  }

  #hasCheckValve(link: number): boolean {
    const properties = this.#links[link]?.properties;
    return properties?.checkValve === true && properties.open !== false;
  }
}
