import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Tests that start real processes run what users run: `dist/`, built once before all of them. */
export default function setup(): void {
  const script = fileURLToPath(new URL('../../scripts/build.js', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
}
