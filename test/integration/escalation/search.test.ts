import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCase } from '../../support/factories.ts';
import { customer, openCase } from '../../support/factories.ts';
import { hashOf, partner as newPartner } from '../../support/partner.ts';

let app: TestApp;
let partnerKey: string;
let shop: { id: string };

beforeAll(async () => {
  app = await startTestApp();
  const made = await newPartner(app, SEARCH);
  shop = await customer(app, { name: 'Café Größenwahn', externalId: 'cafe-1' });
  const { key } = await app.mutate<{ key: string }>(
    'createApiKey',
    { role: 'PARTNER', name: made.name, customers: [{ id: shop.id }] },
    'key',
  );
  partnerKey = key;
}, 60_000);

afterAll(() => app?.stop());

const SEARCH = `query Search($search: String!) {
  escalations(first: 100, filter: { search: $search }) { nodes { reference } totalCount }
}`;

interface Found {
  errors?: unknown;
  data?: { escalations: { nodes: { reference: string }[]; totalCount: number } };
}

/** As partners send it, and staff may. */
async function found(search: string, key = app.key): Promise<string[]> {
  const response = await fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ documentId: `sha256:${hashOf(SEARCH)}`, variables: { search } }),
  });
  const { errors, data } = (await response.json()) as Found;
  expect(errors).toBeUndefined();
  const references = data?.escalations.nodes.map(({ reference }) => reference) ?? [];
  expect(data?.escalations.totalCount).toBe(references.length);
  return references;
}

const openOne = (issue: string, overrides = {}): Promise<TestCase> =>
  openCase(app, { customer: { id: shop.id }, issue, severity: 'LOW', ...overrides });

describe('a case is found', () => {
  it.each([
    [
      'by composed letters where it was told in decomposed ones',
      'Mu\u0308ller Ko\u0308ln Ausfall',
      'Müller',
    ],
    ['by words in another case and form', 'Mu\u0308ller in Ko\u0308ln faellt aus', 'müller köln'],
    [
      'by decomposed letters where it was told in composed ones',
      'Schüler und Löwe',
      'Schu\u0308ler',
    ],
    ['by ss for ß', 'Die Großmutter wartet', 'GROSSMUTTER'],
    ['by ß for ss', 'Die Masseinheit fehlt', 'maßeinheit'],
    ['by the other sigma', 'Οι χρήστες χωρίς πρόσβαση', 'ΧΩΡΙΣ'],
    ['without accents', 'La connexion échoue à Besançon', 'besancon'],
    ['with accents that were left out', 'Cote d Azur eteint', 'éteint'],
    ['by letters of half width where it has full width', 'ＥＲＰ５０３ stopped', 'erp503'],
    ['by letters of full width', 'Gateway9 stopped', 'ｇａｔｅｗａｙ９'],
    ['without a sign that makes a trade mark', 'Windows® and Teams™ crash', '"teams crash"'],
    ['by a number that its sign stands before', 'Order №4711 is lost', '4711'],
    ['by a word inside a Chinese sentence', '从今天早上开始支付网关无响应', '支付网关'],
    [
      'by a word inside a Japanese sentence',
      '本番環境でデータベース接続エラーが発生しています',
      '接続エラー',
    ],
    ['by a word inside a Korean one', '오늘아침부터결제서비스가중단되었습니다', '결제서비스'],
    ['by a word inside a Thai one', 'ระบบชำระเงินล่มตั้งแต่เช้า', 'ชำระเงิน'],
    ['by one letter of such a sentence', '税務申告が遅れています', '務'],
    ['by a stretch with letters of another script behind it', '新しい検索APIが遅い', '検索API'],
    [
      'by the last letters of a very long text',
      `${'決済処理中。'.repeat(3_000)}最終異常`,
      '終異常',
    ],
  ])('%s', async (_name, issue, search) => {
    const { reference } = await openOne(issue);
    expect(await found(search)).toContain(reference);
  });

  it('by its number, and by the beginning of it', async () => {
    const { reference } = await openOne('Numbered');
    expect(await found(reference)).toEqual([reference]);
    expect(await found(reference.toLowerCase().slice(0, -1))).toContain(reference);
  });

  it('by the name of its customer, together with words of its own', async () => {
    const { reference } = await openOne('Brunnenvergiftung');
    expect(await found('brunnenvergiftung grossenwahn')).toEqual([reference]);
    expect(await found('cafe brunnenv')).toEqual([reference]);
    expect(await found('brunnenvergiftung -cafe')).toEqual([]);
  });

  it('by the name of its customer without the mark that it bears', async () => {
    const marked = await customer(app, { externalId: 'marked', name: 'Acme™ GmbH' });
    const { reference } = await openCase(app, { customer: { id: marked.id }, issue: 'Marke' });
    for (const search of ['Acme GmbH', '"acme gmbh"', 'Acme™ GmbH']) {
      expect(await found(search)).toEqual([reference]);
      const { customers } = await app.query(
        'query ($search: String) { customers(search: $search) { nodes { id } } }',
        { search: search.replaceAll('"', '') },
      );
      expect(customers).toEqual({ nodes: [{ id: marked.id }] });
    }
  });

  it('by the new name of its customer as soon as it has one, and by the old one no more', async () => {
    const renamed = await customer(app, { externalId: 'renamed', name: 'Altername AG' });
    const { reference } = await openCase(app, { customer: { id: renamed.id }, issue: 'Umzug' });
    expect(await found('altername')).toEqual([reference]);
    await customer(app, { externalId: 'renamed', name: 'Neuername AG' });
    expect(await found('altername')).toEqual([]);
    expect(await found('neuername umz')).toEqual([reference]);
  });

  it('by what was written about it, each word wherever it stands', async () => {
    const { id, reference } = await openOne('Zwischenfall eins');
    await app.mutate('logCommunication', {
      escalationId: id,
      channel: 'CALL',
      direction: 'INBOUND',
      summary: 'Rückruf erbeten',
      body: 'Die Kundin nennt Postleitzahl 80331.',
    });
    await app.mutate('addNote', { escalationId: id, text: 'Kennwort Apfelkuchen.' });
    expect(await found('zwischenfall rueckruf')).toEqual([]);
    expect(await found('zwischenfall ruckruf 80331 apfelk')).toEqual([reference]);
    expect(await found('apfelkuchen -zwischenfall')).toEqual([]);
    expect(await found('nirgendwort OR apfelkuchen')).toEqual([reference]);
    expect(
      await found('zwischenfall ruckruf postleitzahl 80331 kundin kennwort apfelkuchen'),
    ).toEqual([reference]);
  });
});

describe('a case of very many words', () => {
  it('goes on to be changed, and is found by the first of them', async () => {
    const { id, reference } = await openOne('Vielschreiber');
    for (let message = 0; message < 12; message += 1) {
      const words = Array.from({ length: 2_000 }, (_, place) => `w${message}x${place}`);
      const { userErrors } = await app.mutate('logCommunication', {
        escalationId: id,
        channel: 'CALL',
        direction: 'INBOUND',
        summary: `Message ${message}`,
        body: words.join(' '),
      });
      expect(userErrors).toEqual([]);
    }
    expect(await found('w0x0 w5x1999')).toEqual([reference]);
    expect(await found('w11x1999')).toEqual([]);
  });
});

describe('a partner', () => {
  it('finds by messages, and never by notes and drafts, until a draft is sent', async () => {
    const { id, reference } = await openOne('Vorgang Partnerblick');
    await app.mutate('addNote', { escalationId: id, text: 'Geheimnotiz' });
    const { communication } = await app.mutate<{ communication: { id: string } }>(
      'prepareCommunication',
      { escalationId: id, subject: 'Entwurfswort', body: 'Noch nicht gesagt.' },
      'communication { id }',
    );
    for (const search of ['geheimnotiz', 'entwurfswort', 'partnerblick geheimnotiz']) {
      expect(await found(search), search).toEqual([reference]);
      expect(await found(search, partnerKey), search).toEqual([]);
    }
    // What must not occur tells as much as what must.
    expect(await found('partnerblick -geheimnotiz', partnerKey)).toEqual([reference]);
    await app.mutate('sendCommunication', { escalationId: id, communicationId: communication.id });
    expect(await found('entwurfswort', partnerKey)).toEqual([reference]);
  });

  it('finds nothing of other customers, whatever their names and messages say', async () => {
    const other = await customer(app, { name: 'Fremdfirma Nordlicht' });
    await openCase(app, { customer: { id: other.id }, issue: 'Fremdwort' });
    expect(await found('nordlicht')).toHaveLength(1);
    expect(await found('nordlicht', partnerKey)).toEqual([]);
    expect(await found('fremdwort', partnerKey)).toEqual([]);
  });
});

describe('customers are found', () => {
  it.each([
    ['in another form of Unicode', 'Cafe\u0301'],
    ['without accents', 'cafe'],
    ['by ss for ß', 'GROSSENWAHN'],
    ['by a part of a word', 'ssenwa'],
    ['in full width', 'ｃａｆｅ-１'],
  ])('%s', async (_name, search) => {
    const { customers } = await app.query<{ customers: { nodes: { name: string }[] } }>(
      'query ($search: String!) { customers(search: $search) { nodes { name } } }',
      { search },
    );
    expect(customers.nodes).toEqual([{ name: 'Café Größenwahn' }]);
  });
});
