/** Prints what was skipped and why, then the suite's last line: `N passed, N failed, N skipped`. */
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const cases = modules.flatMap((module) => [...module.children.allTests()]);
    const failedToLoad = modules.filter((module) => module.errors().length > 0).length;
    const count = (state: string) => cases.filter((test) => test.result().state === state).length;
    const skipped = cases.filter((test) => test.result().state === 'skipped');
    for (const test of skipped) console.log(`skipped: ${nameOf(test)} (${reasonOf(test)})`);
    const failed = count('failed') + failedToLoad + unhandled.length;
    process.on('exit', () => {
      process.stdout.write(
        `${count('passed')} passed, ${failed} failed, ${skipped.length} skipped\n`,
      );
    });
  }
}

/** A suite that is skipped as a whole carries the reason in its title: `name (else: reason)`. */
const reasonInTitle = / \(else: ([^)]*)\)/;

function nameOf({ fullName }: TestCase): string {
  return fullName.replace(reasonInTitle, '');
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return note ?? reasonInTitle.exec(test.fullName)?.[1] ?? 'no reason given';
}
