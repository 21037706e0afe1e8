import { visibleSql } from '../../auth/visibility.ts';
import { Prisma } from '../../db/client.ts';
import { selectRows } from '../../db/rows/read.sql.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import type { LinkKind } from '../../shared/vocabulary.ts';
import { addEntry, words } from '../case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../case/escalation.change.ts';
import { changeCase } from '../case/escalation.change.ts';
import type { Draft } from '../case/escalation.draft.ts';
import { noSuchCase } from '../case/escalation.load.ts';
import { linkKey } from '../case/escalation.state.ts';

export interface EscalationRef {
  id?: string | undefined;
  reference?: string | undefined;
}

/** The kind that a link has in the other case. */
const FROM_THE_OTHER_SIDE: Readonly<Record<LinkKind, LinkKind>> = {
  DUPLICATES: 'DUPLICATED_BY',
  DUPLICATED_BY: 'DUPLICATES',
  CAUSED_BY: 'CAUSES',
  CAUSES: 'CAUSED_BY',
  RELATES_TO: 'RELATES_TO',
};

/** Advisory lock: links are made one at a time, as two at once could close a circle that neither sees. */
const LINK_LOCK = 0x6c69_6e6b;

/** Links two cases. Both cases change, and both get an entry. */
export async function linkEscalations(
  work: Work,
  input: CaseInput & { other: EscalationRef; kind: LinkKind },
): Promise<CaseChange> {
  const { tx } = work;
  const { kind, escalationId } = input;
  tx.tell(Prisma.sql`SELECT pg_advisory_xact_lock(${LINK_LOCK})`);
  const otherId = await findCase(work, input.other);
  if (otherId === escalationId) {
    throw refuse('INVALID', 'A case cannot be linked to itself: name another one.', ['other']);
  }
  const [own, other] = await references(tx, [escalationId, otherId]);
  const made = await changeCase(work, 'linkEscalations', input, async (draft) => {
    await checkLink(tx, draft, otherId, kind);
    addLink(draft, otherId, other, kind);
  });
  // The other case takes the link in any status, because the link decides nothing about that case.
  const mirrored = await changeCase(work, null, { escalationId: otherId }, (draft) => {
    addLink(draft, escalationId, own, FROM_THE_OTHER_SIDE[kind]);
  });
  return { escalationId, eventIds: [...made.eventIds, ...mirrored.eventIds] };
}

async function references(tx: Tx, ids: readonly [string, string]): Promise<[string, string]> {
  const cases = await selectRows(
    tx,
    'escalation',
    ['id', 'reference'],
    Prisma.sql`WHERE id = ANY(${[...ids]}::uuid[])`,
  );
  const of = (id: string) => cases.find((one) => one.id === id)?.reference ?? '';
  return [of(ids[0]), of(ids[1])];
}

async function findCase(work: Work, { id, reference }: EscalationRef): Promise<string> {
  const named =
    id === undefined ? Prisma.sql`reference = ${reference ?? ''}` : Prisma.sql`id = ${id}::uuid`;
  const [found] = await selectRows(
    work.tx,
    'escalation',
    ['id'],
    Prisma.sql`WHERE ${named} AND ${visibleSql(work, Prisma.sql`customer_id`)}`,
  );
  if (found === undefined) throw noSuchCase(['other']);
  return found.id;
}

function addLink(draft: Draft, otherId: string, reference: string, kind: LinkKind): void {
  draft.links.set(linkKey({ otherId, kind }), { otherId, kind, since: draft.now });
  const data = { otherId, reference, kind };
  addEntry(draft, 'ESCALATION_LINKED', data, `Linked: ${words(kind)} ${reference}`);
}

async function checkLink(tx: Tx, draft: Draft, otherId: string, kind: LinkKind): Promise<void> {
  const escalationId = draft.row.id;
  const [same] = await selectRows(
    tx,
    'escalationLink',
    ['since'],
    Prisma.sql`WHERE escalation_id = ${escalationId}::uuid AND other_id = ${otherId}::uuid
      AND kind = ${kind}::"LinkKind"`,
  );
  if (same !== undefined)
    throw refuse('DUPLICATE', `The two cases have this link already.`, ['other']);
  if (kind === 'RELATES_TO') return;
  // A circle would close if the case can be reached from the other one.
  const [circle] = await tx.$queryRaw<{ closes: boolean }[]>`
    WITH RECURSIVE reached AS (
      SELECT ${otherId}::uuid AS id
      UNION
      SELECT link.other_id FROM escalation_link link JOIN reached ON link.escalation_id = reached.id
      WHERE link.kind = ${kind}::"LinkKind"
    )
    SELECT EXISTS (SELECT FROM reached WHERE id = ${escalationId}::uuid) AS closes`;
  if (circle?.closes === true) {
    throw refuse(
      'INVALID',
      `The link would close a circle: the other case leads back to this one by ${kind}.`,
      ['other'],
    );
  }
}
