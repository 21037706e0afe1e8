import { expect, test } from 'vitest';
import { fitToFiles, openFilesLimit } from '../../../../src/http/doors/open-files.ts';

const limits = { maxConnections: 12_000, idleMs: 1 };

function fitTo(files: number | undefined) {
  const warnings: string[] = [];
  return { fitted: fitToFiles(limits, files, 10, (message) => warnings.push(message)), warnings };
}

test('with enough files, or where nothing is known of them, the limits stay and nothing is said', () => {
  for (const files of [undefined, 12_210, 1_000_000])
    expect(fitTo(files)).toEqual({ fitted: limits, warnings: [] });
});

test('with too few the node takes as many connections as there are files for, and says what would do', () => {
  expect(fitTo(1_024)).toEqual({
    fitted: { ...limits, maxConnections: 814 },
    warnings: [
      'This process may have 1024 files open (ulimit -n), so the node takes 814 connections and not 12000: set it to 12210 at least.',
    ],
  });
  expect(fitTo(64).fitted.maxConnections).toBe(1);
});

test.runIf(process.platform === 'linux')('the limit of this process is known', () => {
  expect(openFilesLimit()).toBeGreaterThan(0);
});
