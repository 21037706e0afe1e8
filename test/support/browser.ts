import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Whether there is a browser on this machine; tests that need one say so and are skipped without. */
export const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser) {
  console.warn(`There is no ${CHROMIUM} on this machine: nothing is tested in a browser.`);
}

/** Chromium without a window, which asks nobody but us. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
