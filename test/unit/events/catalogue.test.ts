import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addEntry } from '../../../src/escalation/case/entry.draft.ts';
import { DESK_ENTRIES } from '../../../src/events/catalogue/desk.ts';
import { typeNamed } from '../../../src/events/catalogue/facts.ts';
import type { Kind } from '../../../src/events/catalogue/kind.ts';
import type { TypedEntry } from '../../../src/events/catalogue.ts';
import { CASE_ENTRIES, readEntry } from '../../../src/events/catalogue.ts';
import { dataShown } from '../../../src/events/entry-view.rules.ts';
import { DESK_EVENT_TYPES, EVENT_TYPES } from '../../../src/shared/vocabulary.ts';
import { openedCase } from '../escalation/case/draft.fixture.ts';
import { eventsPage } from './events-page.ts';

const DATA = z.record(z.string(), z.unknown());

/** What the version before the catalogue stored, of every type and in every form; nothing writes COMMUNICATION_FAILED. */
const STORED = z
  .array(
    z.union([
      z.object({ type: z.enum(EVENT_TYPES), data: DATA }),
      z.object({ deskType: z.enum(DESK_EVENT_TYPES), data: DATA }),
    ]),
  )
  .parse(JSON.parse(readFileSync(new URL('stored-entries.json', import.meta.url), 'utf8')));
const ofCases = STORED.flatMap((entry) => ('type' in entry ? [entry] : []));
const ofTheDesk = STORED.flatMap((entry) => ('deskType' in entry ? [entry] : []));

describe('what was stored before there was a catalogue', () => {
  it('has entries of every type', () => {
    expect(new Set(ofCases.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES));
    expect(new Set(ofTheDesk.map(({ deskType }) => deskType))).toEqual(new Set(DESK_EVENT_TYPES));
  });

  it.each(ofCases)('of cases is read, and nothing of it is lost: $type $data', (entry) => {
    expect(readEntry(entry)).toEqual(entry);
  });

  it.each(ofTheDesk)('of the desk is read, and nothing of it is lost: $deskType', (entry) => {
    expect(DESK_ENTRIES[entry.deskType].data.parse(entry.data)).toEqual(entry.data);
  });

  it('is shown without a key of the database', () => {
    const shown = ofCases.map((entry) => dataShown('STAFF', entry, () => 'an id'));
    expect(JSON.stringify(shown)).not.toMatch(/[\da-f]{8}-[\da-f]{4}-7/);
  });
});

describe('reading an entry', () => {
  it('leaves out what it does not know: a later version may have written it', () => {
    expect(readEntry({ type: 'NOTE_ADDED', data: { text: 'Look.', mood: 'good' } })).toEqual({
      type: 'NOTE_ADDED',
      data: { text: 'Look.' },
    });
  });

  it('fails for what is not of its type, without telling what it holds', () => {
    const read = () => readEntry({ type: 'SATISFACTION_RECORDED', data: { rating: 'secret' } });
    expect(read).toThrow('The data of a log entry of type SATISFACTION_RECORDED is not what');
    expect(read).not.toThrow('secret');
    expect(() => readEntry({ type: null, data: {} })).toThrow('about no case');
  });
});

it.each(Object.entries<Kind>(CASE_ENTRIES))(
  'the subject of %s is a fact that is a key',
  (_type, kind) => {
    const { written, subject } = kind;
    if (subject === null) return;
    for (const { data } of written) expect(typeNamed(data.shape[subject])).toBeDefined();
  },
);

it('an entry is added with what its type holds, and nothing else compiles', () => {
  const draft = openedCase();
  addEntry(draft, 'NOTE_ADDED', { text: 'Look.' }, 'Note added');
  // @ts-expect-error A note has a text.
  addEntry(draft, 'NOTE_ADDED', {}, 'Note added');
  // @ts-expect-error A note has no rating.
  addEntry(draft, 'NOTE_ADDED', { text: 'Look.', rating: 5 }, 'Note added');
  // @ts-expect-error The two do not go together.
  const entry: TypedEntry = { type: 'NOTE_ADDED', data: { rating: 5 } };
  expect(entry).toBeDefined();
  expect(draft.entries).toHaveLength(4);
});

it('docs/events.md has its tables from the catalogue', async () => {
  await expect(eventsPage()).toMatchFileSnapshot('../../../docs/events.md');
});
