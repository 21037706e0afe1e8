import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser on this machine; tests that need one say so and are skipped without. */
export const hasBrowser = existsSync(CHROMIUM);
export const NO_BROWSER = `there is no Chromium at ${CHROMIUM}`;
if (!hasBrowser) process.stderr.write(`Tests in a browser are skipped: ${NO_BROWSER}.\n`);

/** Chromium without a window, which asks nobody but us. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
