import { describe, expect, it } from 'vitest';
import { limitsCheck } from '../../../src/doctor/machine.check.ts';
import { openFilesLimit } from '../../../src/http/doors/open-files.ts';

describe('limits of the system', () => {
  it('are enough, or the sentence says which is not and what it takes', async () => {
    const found = await limitsCheck(10, async () => 128).run();
    expect(found.join()).toMatch(/net\.core\.somaxconn is 128: .* 4096 could/);
  });

  it('are not blamed for what a system does not tell', async () => {
    const found = await limitsCheck(10, async () => undefined).run();
    expect(found.join()).not.toMatch(/somaxconn/);
  });

  it('name the open files when a pool is larger than they allow', async () => {
    const pool = (openFilesLimit() ?? 0) + 1;
    const found = await limitsCheck(pool, async () => undefined).run();
    expect(found.join()).toMatch(/files open \(ulimit -n\); .* needs \d+/);
  });
});
