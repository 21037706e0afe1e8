import { describe, expect, it } from 'vitest';
import {
  changesShown,
  FIELDS_FOR_PARTNERS,
  FIELDS_HIDDEN_FROM_PARTNERS,
  labelShown,
} from '../../../src/auth/partner-view.rules.ts';
import { Prisma } from '../../../src/db/client.ts';

const change = (field: string, from: string | null = null, to: string | null = 'new') => ({
  field,
  from,
  to,
});

describe('changes for partners', () => {
  it('every column of a case is either shown or hidden', () => {
    // What no entry records.
    const unrecorded = ['id', 'version', 'updatedAt', 'stageSince', 'policyRecheck'];
    const columns = Object.keys(Prisma.EscalationScalarFieldEnum);
    expect([...FIELDS_FOR_PARTNERS, ...FIELDS_HIDDEN_FROM_PARTNERS, ...unrecorded].sort()).toEqual(
      columns.sort(),
    );
  });

  it('hold the fields that partners see, of the case and of its parts', () => {
    const fields = [
      ...['severity', 'sla.RESPONSE.dueAt', 'steps.EXECUTE_FIX.at', 'communications.1.summary'],
      ...['reputationRisk', 'classificationReason', 'wentWrong', 'communications.1.recipients'],
      ...['related.CAUSES.2.since', 'somethingNew', 'newParts.1.text'],
    ];
    const shown = changesShown(
      'PARTNER',
      'STATUS_CHANGED',
      fields.map((field) => change(field)),
    );
    expect(shown.map(({ field }) => field)).toEqual(fields.slice(0, 4));
    expect(changesShown('STAFF', 'STATUS_CHANGED', [change('reputationRisk')])).toHaveLength(1);
  });

  it('of a message that is sent do not tell what its draft said', () => {
    const changes = [
      change('communications.1.body', 'a first thought', 'what was sent'),
      change('communications.1.template', 'INITIAL_RESPONSE', null),
      change('status', 'OPEN', 'RESOLVED'),
    ];
    expect(changesShown('PARTNER', 'COMMUNICATION_SENT', changes)).toEqual([
      change('communications.1.body', null, 'what was sent'),
      change('status', 'OPEN', 'RESOLVED'),
    ]);
    expect(changesShown('STAFF', 'COMMUNICATION_SENT', changes)).toEqual(changes);
  });
});

describe('who did it', () => {
  it('is no address for partners', () => {
    expect(labelShown('PARTNER', 'mara@desk.example')).toBe('desk');
    expect(labelShown('PARTNER', 'Mara (mara@desk.example)')).toBe('desk');
    expect(labelShown('PARTNER', 'Mara Lindt @ night')).toBe('Mara Lindt @ night');
    expect(labelShown('STAFF', 'mara@desk.example')).toBe('mara@desk.example');
  });
});
