/**
 * EPANET projects that wait for another run of the same network: reading a network takes longer
 * than running it. The one that waited longest is freed when there are too many.
 */
import { EpanetProject } from './epanet-project.ts';

const mostIdle = 8;
const idle = new Map<string, EpanetProject>();

/** A project with the network of this text, as good as new once it is started. */
export function take(text: string): EpanetProject {
  const waiting = idle.get(text);
  if (waiting === undefined) return new EpanetProject(text);
  idle.delete(text);
  return waiting;
}

/** Keeps a project that a run has ended with, unless it is no longer quite as its text. */
export function giveBack(text: string, project: EpanetProject): void {
  if (project.isAltered) {
    project.close();
    return;
  }
  idle.get(text)?.close();
  idle.delete(text);
  idle.set(text, project);
  const [oldest] = idle.keys();
  if (idle.size <= mostIdle || oldest === undefined) return;
  idle.get(oldest)?.close();
  idle.delete(oldest);
}
