import { visibleCustomers } from '../auth/visibility.ts';
import { builder } from '../graphql/builder.ts';
import { enumOf } from '../graphql/enum.ts';
import { optional } from '../graphql/inputs/field.ts';
import { object } from '../graphql/inputs/object.ts';
import { id, name } from '../graphql/inputs/values.ts';
import { MAX_TEXT } from '../graphql/limits/limits.ts';
import { connectionType } from '../graphql/paging/connection-type.ts';
import { fromOwnCursor } from '../graphql/paging/cursor-check.ts';
import type {
  Channel as ChannelValue,
  CustomerTier as CustomerTierValue,
  LifecycleStage as LifecycleStageValue,
} from '../shared/vocabulary.ts';
import type { Contact as ContactValue } from './customer.load.ts';
import { Money } from './money.schema.ts';

export const CustomerTier = enumOf<CustomerTierValue>('CustomerTier', "The customer's plan.", {
  ENTERPRISE: 'The largest customers; their cases count as high impact unless said otherwise.',
  BUSINESS: 'Medium impact unless said otherwise.',
  STARTER: 'Low impact unless said otherwise.',
});

export const LifecycleStage = enumOf<LifecycleStageValue>(
  'LifecycleStage',
  'Where a customer is in its time with the vendor.',
  {
    PROSPECT: 'Has not bought yet.',
    ONBOARDING: 'Is getting started; new customers are here.',
    ADOPTION: 'Has begun to use the product.',
    GROWTH: 'Uses more and more of it.',
    RENEWAL: 'Is about to renew its contract.',
    AT_RISK: 'May leave.',
    CHURNED: 'Has left.',
  },
);

export const Channel = enumOf<ChannelValue>('Channel', 'How a communication takes place.', {
  EMAIL: 'By mail.',
  CALL: 'By telephone or video.',
  MEETING: 'In a meeting.',
});

/** The input by which customers are named. */
export const customerRef = object(
  'CustomerRef',
  'Names a customer. Exactly one of them.',
  {
    id: optional(id('Customer', 'The id of a `Customer`.')),
    externalId: optional(name("The customer's `externalId`.")),
  },
  { isOneOf: true },
);

const Contact = builder.objectRef<ContactValue>('Contact').implement({
  description: 'Somebody at the customer.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name, for people to read.' }),
    email: t.expose('email', {
      type: 'EmailAddress',
      nullable: true,
      description: 'Where communications go that name no recipient; null when it is not known.',
    }),
  }),
});

const Interaction = builder.prismaObject('Interaction', {
  description: 'Something that a customer lived through earlier.',
  fields: (t) => ({
    at: t.expose('at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it took place; null when nobody said.',
    }),
    channel: t.expose('channel', {
      type: Channel,
      nullable: true,
      description: 'How it took place; null when nobody said.',
    }),
    summary: t.exposeString('summary', {
      price: { holds: MAX_TEXT },
      description: 'What it was about.',
    }),
    escalation: t.relation('escalation', {
      nullable: true,
      description: 'The case that it was part of; null when it was told without one.',
    }),
  }),
});

const LifecycleChange = builder.prismaObject('LifecycleChange', {
  description: 'A move of a customer from one stage of its life cycle to another.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it moved.' }),
    from: t.expose('fromStage', {
      type: LifecycleStage,
      nullable: true,
      description: 'The stage before; null for the first one.',
    }),
    to: t.expose('toStage', { type: LifecycleStage, description: 'The stage after.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why, as told; null when nothing was told.',
    }),
    actor: t.relation('actor', {
      nullable: true,
      description: 'The person who did it; null when it was an API key or the desk itself.',
    }),
  }),
});

const InteractionConnection = connectionType(Interaction, 'Interaction', { isCounted: false });
const LifecycleChangeConnection = connectionType(LifecycleChange, 'LifecycleChange', {
  isCounted: false,
});

export const Customer = builder.prismaNode('Customer', {
  id: { field: 'id', description: 'The id of the customer.' },
  visibleTo: visibleCustomers,
  description: 'A customer of the vendor.',
  fields: (t) => ({
    externalId: t.exposeString('externalId', {
      description: "Identifier in the customer's own system of record; unique.",
    }),
    name: t.exposeString('name', { description: 'The name, for people to read.' }),
    tier: t.expose('tier', { type: CustomerTier, description: "The customer's plan." }),
    arr: t.field({
      type: Money,
      nullable: true,
      description: 'Annual recurring revenue; its currency is that of all amounts of the customer.',
      select: { arrAmount: true, arrCurrency: true },
      resolve: ({ arrAmount, arrCurrency }) => ({
        amount: arrAmount.toFixed(2),
        currency: arrCurrency,
      }),
    }),
    healthScore: t.exposeInt('healthScore', {
      nullable: true,
      description: '0 (about to leave) to 100 (healthy).',
    }),
    lifecycleStage: t.expose('lifecycleStage', {
      type: LifecycleStage,
      description: 'Where the customer is in its time with the vendor.',
    }),
    contacts: t.field({
      type: [Contact],
      description: 'Those at the customer to write to.',
      select: { contacts: true },
      resolve: ({ contacts }) => contacts as unknown as ContactValue[],
    }),
    history: t.relatedConnection(
      'interactions',
      {
        cursor: 'id',
        description:
          'Earlier interactions, newest first: past escalations and what callers passed as history.',
        query: (args) => ({
          where: {
            AND: fromOwnCursor(args, (row) => ({ customer: { interactions: { some: row } } })),
          },
          orderBy: [{ sortAt: 'desc' }, { id: 'desc' }],
        }),
      },
      InteractionConnection,
    ),
    lifecycle: t.relatedConnection(
      'lifecycle',
      {
        cursor: 'id',
        description: 'The stages that the customer went through, newest first.',
        query: (args) => ({
          where: {
            AND: fromOwnCursor(args, (row) => ({ customer: { lifecycle: { some: row } } })),
          },
          orderBy: [{ at: 'desc' }, { id: 'desc' }],
        }),
      },
      LifecycleChangeConnection,
    ),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the desk first heard of the customer.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When the customer was last changed.',
    }),
    version: t.exposeInt('version', { description: '1 at first; one more with each change.' }),
  }),
});

export const CustomerConnection = connectionType(Customer, 'Customer');
