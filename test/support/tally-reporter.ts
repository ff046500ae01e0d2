/** Prints what was skipped and why, then the suite's last line: `N passed, N failed, N skipped`. */
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const cases = modules.flatMap((module) => [...module.children.allTests()]);
    const failedToLoad = modules.filter((module) => module.errors().length > 0).length;
    const count = (state: string) => cases.filter((test) => test.result().state === state).length;
    const skipped = cases.filter((test) => test.result().state === 'skipped');
    for (const test of skipped) console.log(`skipped: ${test.fullName} (${reasonOf(test)})`);
    const failed = count('failed') + failedToLoad + unhandled.length;
    process.on('exit', () => {
      process.stdout.write(
        `${count('passed')} passed, ${failed} failed, ${skipped.length} skipped\n`,
      );
    });
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === 'skipped' && result.note) || 'no reason given';
}
