import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { hashOf, partner } from '../../support/partner.ts';

const GONE = 'query Gone { viewer { shoeSize } }';

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await startTestApp();
  const acme = await partner(app, 'query Me { viewer { role } }');
  ({ key } = acme);
  // As an earlier release took it on.
  await app.db.persistedOperation.create({
    data: {
      ...{ partner: acme.name, hash: hashOf(GONE), name: 'Gone', document: GONE },
      registeredAt: app.clock.now(),
    },
  });
});
afterAll(() => app.stop());

test('a node does not start on a schema that breaks a registered operation, and says which', async () => {
  await expect(startTestApp({ databaseUrl: app.databaseUrl })).rejects.toThrow(
    new RegExp(
      `cannot run on this schema: Partner \\d+ Gone \\(${hashOf(GONE)}\\): Cannot query field "shoeSize" on type "Viewer"\\..*ALLOW_BROKEN_OPERATIONS=true`,
    ),
  );
});

test('it starts when told to, says it in the log, and the operation is refused when it is sent', async () => {
  const env = { ALLOW_BROKEN_OPERATIONS: 'true' };
  const node = await startTestApp({ databaseUrl: app.databaseUrl, env });
  try {
    expect(node.logs).toContainEqual(
      expect.objectContaining({
        msg: expect.stringMatching(/a registered operation is broken.*Gone/),
      }),
    );
    const response = await fetch(node.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: hashOf(GONE) }),
    });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  } finally {
    await node.stop();
  }
});
