import assert from 'node:assert/strict';
import { afterAll, expect, test } from 'vitest';
import { execute } from '../support/postgres-admin.ts';
import { postgresVersions } from '../support/postgres-server.ts';
import { check, isClean } from './harness/checker.ts';
import type { Evidence } from './harness/evidence.ts';
import type { OpenLab } from './harness/lab.ts';
import { DATABASE } from './harness/lab.ts';
import { placeIn, readLog } from './harness/log.ts';
import { runScenario } from './harness/run-scenario.ts';
import type { Scenario } from './harness/scenario.ts';
import { createTemplates } from './harness/templates.ts';

const templates = createTemplates();
afterAll(() => templates.remove());

const CALM: Scenario = {
  name: 'calm',
  title: 'Nothing',
  setting: { nodes: 1, writers: 2 },
  async breakIt(lab) {
    await lab.confirm(20);
    return undefined;
  },
};

test('the checker of the fault runs finds nothing in a calm run, and names one entry deleted, one doubled and one event dropped', async () => {
  const [version] = postgresVersions;
  assert(version, 'This machine has no PostgreSQL of its own.');
  let isTampered = false;
  await runScenario(CALM, await templates.of(version), {
    isQuick: true,
    say: () => {},
    async tamper(lab, evidence) {
      expect(check(evidence)).toMatchObject({ lost: [], doubled: [], missed: [], clocks: [] });
      expect(evidence.confirmed.length).toBeGreaterThan(20);
      const [one] = evidence.confirmed.filter(({ text }) => !text.startsWith('call 0'));
      assert(one?.entries[0] !== undefined);
      expectDropped(evidence, one.entries[0]);
      expectTwoClocks(evidence);
      await expectDoubled(lab, evidence, one.entries[0], one.text);
      await expectLost(lab, evidence, one.entries[0], one.text);
      isTampered = true;
      return evidence;
    },
  });
  expect(isTampered).toBe(true);
});

function expectDropped(evidence: Evidence, id: string): void {
  const [follower] = evidence.followers;
  assert(follower);
  const without = { ...follower, received: follower.received.filter((one) => one.id !== id) };
  const { missed } = check({ ...evidence, followers: [without] });
  expect(missed).toEqual([expect.stringMatching(/^subscriber 0 missed place \d+$/)]);

  const again = { ...follower, received: [...follower.received, ...follower.received.slice(-1)] };
  expect(check({ ...evidence, followers: [again] }).missed).toEqual([
    expect.stringMatching(/^subscriber 0 got entry \d+ twice$/),
  ]);
}

function expectTwoClocks(evidence: Evidence): void {
  const fired = evidence.log.find((row) => row.fired.length > 0);
  assert(fired, 'no clock has fired in the calm run');
  const twice = evidence.log.map((row) =>
    row === fired ? { ...row, fired: [...row.fired, ...row.fired] } : row,
  );
  expect(check({ ...evidence, log: twice }).clocks).toHaveLength(1);
  const silent = evidence.log.map((row) => (row === fired ? { ...row, fired: [] } : row));
  expect(check({ ...evidence, log: silent }).clocks).toHaveLength(1);
}

/** The table refuses some of this: as nobody but whoever repairs a database does, with triggers off. */
async function change(lab: OpenLab, evidence: Evidence, sql: string): Promise<Evidence> {
  const url = lab.current().url(DATABASE);
  await execute(url, `SET session_replication_role = replica; ${sql}`);
  return { ...evidence, log: await readLog(url, await placeIn(url, lab.firstCursor)) };
}

async function expectDoubled(lab: OpenLab, evidence: Evidence, id: string, text: string) {
  const changed = await change(
    lab,
    evidence,
    `CREATE TEMPORARY TABLE copy AS SELECT * FROM log_entry WHERE id = ${id};
     UPDATE copy SET id = (SELECT max(id) + 1 FROM log_entry),
       seq = (SELECT max(seq) + 1 FROM log_entry);
     INSERT INTO log_entry SELECT * FROM copy`,
  );
  expect(check(changed).doubled).toEqual([`"${text}" is in the log 2 times`]);
  const last = `id = (SELECT max(id) FROM log_entry)`;
  const mended = await change(lab, evidence, `DELETE FROM log_entry WHERE ${last}`);
  expect(isClean(check(mended))).toBe(true);
}

async function expectLost(lab: OpenLab, evidence: Evidence, id: string, text: string) {
  const changed = await change(lab, evidence, `DELETE FROM log_entry WHERE id = ${id}`);
  expect(check(changed).lost).toEqual([`"${text}" was confirmed and is not in the log`]);
}
