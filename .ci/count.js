// Adds up the test runner's own reports and repeats what failed, at the end, where a cut log still shows
// it; the last line of CI is the sum. Fails when no test ran or one failed.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const LINES_OF_A_FAILURE = 12;

function failuresIn(name, report) {
  return report.testResults.flatMap((file) => {
    const where = `${name}: ${path.relative(process.cwd(), file.name)}`;
    const tests = file.assertionResults.filter(({ status }) => status === 'failed');
    // A file that does not load has no test that failed, and fails all the same.
    if (tests.length === 0) return file.status === 'failed' ? [`${where}\n${file.message}`] : [];
    return tests.map((test) => `${where} > ${test.fullName}\n${test.failureMessages.join('\n')}`);
  });
}

const folder = process.argv[2] ?? '.';
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  const failures = failuresIn(name, report);
  for (const failure of failures) {
    console.log(`failed ${failure.split('\n').slice(0, LINES_OF_A_FAILURE).join('\n  ')}`);
  }
  passed += report.numPassedTests;
  failed += Math.max(report.numFailedTests, failures.length, report.success ? 0 : 1);
}
console.log(`${passed} passed, ${failed} failed`);
if (passed === 0 || failed > 0) process.exitCode = 1;
