import type { Client, Variables } from '../../support/client.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import type { PreparedCase, Surroundings } from './case-in-status.fixture.ts';
import { caseIn, surroundings } from './case-in-status.fixture.ts';

/** What the rows of the tables of bad input point at. */
export interface World {
  shared: Surroundings;
  /** Fixed, with a plan of which one action is done; it causes `shared.otherId`. */
  open: PreparedCase;
  doneActionId: string;
  /** Of `open`: two drafts, and what was sent. */
  draftId: string;
  templateDraftId: string;
  sentId: string;
  /** A case of which nothing is fixed, at severity HIGH. */
  bare: string;
  /** Of a customer without contacts. */
  unreachable: string;
  /** Holds an amount in USD. */
  costly: { externalId: string };
  waiting: PreparedCase;
  resolved: PreparedCase;
  closed: PreparedCase;
  cancelled: PreparedCase;
  /** A draft of another case than `open`. */
  foreignDraftId: string;
  lead: { id: string; email: string };
  gone: { id: string; email: string };
}

export async function makeWorld(app: Client): Promise<World> {
  const shared = await surroundings(app);
  const made = (status: Parameters<typeof caseIn>[1]) =>
    caseIn(app, status, shared, { withPlan: true });
  const open = await made('OPEN');
  const { escalationId } = open;
  const accepted = <Payload>(mutation: string, input: Variables, selection: string) =>
    app.mutate<Payload>(mutation, input, selection);
  const message = async (mutation: string, input: Variables) => {
    const { communication } = await accepted<{ communication: { id: string } }>(
      mutation,
      input,
      'communication { id }',
    );
    return communication.id;
  };
  const { preventionPlan } = await accepted<{
    preventionPlan: { longTermImprovements: { id: string }[] };
  }>(
    'updatePreventionPlan',
    { planId: open.planId, addLongTermImprovements: [{ description: 'Export in parts.' }] },
    'preventionPlan { longTermImprovements { id } }',
  );
  const doneActionId = preventionPlan.longTermImprovements[0]?.id ?? '';
  await app.mutate('completePreventionAction', { actionId: doneActionId });
  await app.mutate('linkEscalations', {
    escalationId,
    other: { id: shared.otherId },
    kind: 'CAUSES',
  });
  const words = { subject: 'Your exports', body: 'We look into it.' };
  const costly = await customer(app);
  await app.mutate('assessImpact', {
    escalationId: (await openCase(app, { customer: { id: costly.id } })).id,
    businessImpact: 'Much.',
    usersAffected: 1,
    revenueAtRisk: { amount: '10' },
  });
  const silent = await customer(app, { contacts: [] });
  return {
    shared,
    open,
    doneActionId,
    draftId: await message('prepareCommunication', { escalationId, ...words }),
    templateDraftId: await message('prepareCommunication', {
      escalationId,
      template: 'PROGRESS_UPDATE',
    }),
    sentId: await message('sendCommunication', { escalationId, ...words }),
    bare: (await openCase(app)).id,
    unreachable: (await openCase(app, { customer: { id: silent.id } })).id,
    costly,
    waiting: await made('WAITING_ON_CUSTOMER'),
    resolved: await made('RESOLVED'),
    closed: await made('CLOSED'),
    cancelled: await made('CANCELLED'),
    foreignDraftId: await message('prepareCommunication', {
      escalationId: shared.otherId,
      ...words,
    }),
    lead: await person(app, { level: 'TEAM_LEAD' }),
    gone: await person(app, { active: false }),
  };
}

/** An id of that type that nothing has. */
export function unknownId(typeName: string): string {
  return Buffer.from(`${typeName}:01890000-0000-7000-8000-000000000000`).toString('base64');
}
