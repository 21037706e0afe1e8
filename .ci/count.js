// Adds up the test runner's own reports; the last line of CI. Fails when no test ran or one failed.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2] ?? '.';
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  passed += report.numPassedTests;
  // A file that does not load has no test that failed, and fails all the same.
  failed += report.numFailedTests;
  if (!report.success && report.numFailedTests === 0) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
if (passed === 0 || failed > 0) process.exitCode = 1;
