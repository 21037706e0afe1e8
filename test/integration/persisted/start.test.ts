import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { hashOf, partner } from '../../support/partner.ts';

const GONE = 'query Gone { viewer { shoeSize } }';
const LOOKS = 'query Looks { __schema { queryType { name } } }';

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await startTestApp();
  const acme = await partner(app, 'query Me { viewer { role } }');
  ({ key } = acme);
  // As an earlier release took them on.
  const row = { partner: acme.name, registeredAt: app.clock.now() };
  await app.db.persistedOperation.createMany({
    data: [
      { ...row, hash: hashOf(GONE), name: 'Gone', document: GONE },
      { ...row, hash: hashOf(LOOKS), name: 'Looks', document: LOOKS },
    ],
  });
});
afterAll(() => app.stop());

test('a node does not start on a schema that breaks a registered operation, and says which', async () => {
  await expect(startTestApp({ databaseUrl: app.databaseUrl })).rejects.toThrow(
    new RegExp(
      `cannot run on this schema:.* Partner \\d+ Gone \\(${hashOf(GONE)}\\): Cannot query field "shoeSize" on type "Viewer"\\..*ALLOW_BROKEN_OPERATIONS=true`,
    ),
  );
});

test('it starts when told to, says it in the log, and the operations are refused when they are sent', async () => {
  const env = { ALLOW_BROKEN_OPERATIONS: 'true' };
  const node = await startTestApp({ databaseUrl: app.databaseUrl, env });
  try {
    expect(node.logs).toContainEqual(
      expect.objectContaining({
        msg: expect.stringMatching(/a registered operation is broken.*Gone/),
      }),
    );
    for (const [document, code] of [
      [GONE, 'BAD_REQUEST'],
      [LOOKS, 'FORBIDDEN'],
    ] as const) {
      const response = await fetch(node.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ documentId: hashOf(document) }),
      });
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    }
  } finally {
    await node.stop();
  }
});
