/** What `linchpin import` shows on a terminal while it works: how far, how fast, how much longer. */
import type { LoadProgress } from '../flows/load.ts';
import { progressLine } from './report.ts';

/** A line about an import that is under way. */
export interface ImportProgress {
  show(progress: LoadProgress): void;
  clear(): void;
}

const millisecondsBetween = 200;

/** A line that is written anew five times a second at most. */
export function importProgress(): ImportProgress {
  const line = progressLine();
  let stage: LoadProgress['stage'] | undefined;
  let [began, last] = [0, 0];
  return {
    show(progress) {
      const now = performance.now();
      if (stage !== progress.stage) [stage, began] = [progress.stage, now];
      if (now - last < millisecondsBetween) return;
      last = now;
      line.show(progressText(progress, (now - began) / 1000));
    },
    clear: () => line.clear(),
  };
}

/** The line for a moment, `seconds` after the stage began. */
export function progressText({ stage, done, total }: LoadProgress, seconds: number): string {
  if (stage === 'survey') return `reading ${Math.floor((100 * done) / Math.max(total, 1))} %`;
  const far = `${grouped(done)} of ${grouped(total)} twins and relationships`;
  if (seconds < 1) return far;
  const rate = done / seconds;
  return `${far}, ${grouped(Math.round(rate))} a second, ${timeText((total - done) / rate)} left`;
}

function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(Math.max(0, seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
