import { Prisma } from '../db/client.ts';
import { fieldsBut, selectRows } from '../db/rows/read.sql.ts';
import type { Tx } from '../db/transaction.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import type { CommunicationRow } from '../escalation/case/escalation.state.ts';
import { readEntry } from '../events/catalogue.ts';
import type { Refusal } from '../shared/errors.ts';
import { refuse } from '../shared/errors.ts';
import type { Role } from '../shared/vocabulary.ts';
import type { TemplateFields } from './template.rules.ts';

/** Reads the communications that a change touches into the draft. Ids of other cases are ignored. */
export async function loadCommunications(
  tx: Tx,
  draft: Draft,
  ids: readonly (string | undefined)[],
): Promise<void> {
  const wanted = ids.filter((id) => id !== undefined);
  if (wanted.length === 0) return;
  const rows = await selectRows(
    tx,
    'communication',
    fieldsBut('communication', 'escalationId', 'customerId'),
    Prisma.sql`WHERE id = ANY(${wanted}::uuid[]) AND escalation_id = ${draft.row.id}::uuid`,
  );
  for (const row of rows) draft.communications.set(row.id, row);
}

/** The communication with this id. @throws Refusal NOT_FOUND unless it is one of the case. */
export function requireCommunication(draft: Draft, id: string, field: string): CommunicationRow {
  const row = draft.communications.get(id);
  if (row !== undefined) return row;
  throw unknownCommunication(draft, field);
}

function unknownCommunication(draft: Draft, field: string): Refusal {
  return refuse('NOT_FOUND', `${draft.row.reference} has no Communication with this id.`, [field]);
}

/**
 * @throws Refusal NOT_FOUND as {@link requireCommunication}, and for partners also for a draft, which
 *   they do not see; WRONG_STATE for a draft, since nobody has received it.
 */
export function requireAnswerable(draft: Draft, id: string, role: Role): CommunicationRow {
  const row = requireCommunication(draft, id, 'inReplyToId');
  if (row.state !== 'DRAFT') return row;
  if (role === 'PARTNER') throw unknownCommunication(draft, 'inReplyToId');
  throw refuse('WRONG_STATE', 'It is a draft: only what was sent or logged can be replied to.', [
    'inReplyToId',
  ]);
}

/** The fields that a caller gave when the draft was prepared. Its row keeps only the text made of them. */
export async function loadPreparedFields(
  tx: Tx,
  draft: Draft,
  prepared: CommunicationRow,
): Promise<TemplateFields> {
  if (prepared.template === null) return {};
  const [entry] = await selectRows(
    tx,
    'logEntry',
    ['type', 'data'],
    Prisma.sql`WHERE escalation_id = ${draft.row.id}::uuid AND type = 'COMMUNICATION_PREPARED'
      AND data->>'communicationId' = ${prepared.id} LIMIT 1`,
  );
  if (entry === undefined) return {};
  const { type, data } = readEntry(entry);
  return type === 'COMMUNICATION_PREPARED' && 'fields' in data ? data.fields : {};
}

/** The customer's contacts, as the customer's row keeps them. */
export async function loadContacts(
  tx: Tx,
  customerId: string,
): Promise<{ name: string; email?: string | null }[]> {
  const [customer] = await selectRows(
    tx,
    'customer',
    ['contacts'],
    Prisma.sql`WHERE id = ${customerId}::uuid`,
  );
  return (customer?.contacts ?? []) as { name: string; email?: string | null }[];
}
