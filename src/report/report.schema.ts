import DataLoader from 'dataloader';
import { Channel, CustomerTier } from '../customer/customer.schema.ts';
import { Money } from '../customer/money.schema.ts';
import { Category } from '../escalation/read/category.schema.ts';
import { Impact, RootCause } from '../escalation/read/impact.schema.ts';
import { builder } from '../graphql/builder.ts';
import { MAX_TEXT } from '../graphql/limits/limits.ts';
import { chargeReading } from '../graphql/limits/usage.ts';
import { perRequest } from '../graphql/per-request.ts';
import { parseDuration } from '../shared/duration.ts';
import { startOfDay } from '../shared/rfc3339.ts';
import { Severity } from '../sla/terms/policy.schema.ts';
import type { FullReport } from './report.load.ts';
import { loadReports } from './report.load.ts';
import type { Report, ReportCommunication, ReportPrevention } from './report.rules.ts';
import type { ReportEvent } from './timeline.rules.ts';

/** The size of a long report. A longer one is charged the rest once it has been read. */
const DOCUMENT = { holds: 32_000 };

const ReportCustomer = builder.objectRef<Report['customer']>('ReportCustomer').implement({
  description: 'Whose case it was.',
  fields: (t) => ({
    id: t.exposeString('id', { description: "The customer's `externalId`." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    tier: t.expose('tier', { type: CustomerTier, description: 'Its plan.' }),
    arr: t.field({
      type: Money,
      nullable: true,
      description: 'Annual recurring revenue; null for partners.',
      resolve: ({ arr }) => arr,
    }),
    healthScore: t.exposeInt('healthScore', {
      nullable: true,
      description: '0 (about to leave) to 100 (healthy); null for partners.',
    }),
  }),
});

const ReportEscalation = builder.objectRef<Report['escalation']>('ReportEscalation').implement({
  description: 'What the case was about.',
  fields: (t) => ({
    summary: t.exposeString('summary', { description: 'One line.' }),
    severity: t.expose('severity', { type: Severity, description: 'How bad it was.' }),
    category: t.expose('category', { type: Category, description: 'What kind of trouble.' }),
  }),
});

const ReportEventType = builder.objectRef<ReportEvent>('ReportEvent').implement({
  description: 'A line of the timeline.',
  fields: (t) => ({
    timestamp: t.expose('timestamp', { type: 'DateTime', description: 'When it happened.' }),
    event: t.exposeString('event', { description: 'What happened.' }),
    owner: t.exposeString('owner', {
      description:
        "Who acted, else the case's owner at that time, else its first owner, else `desk`.",
    }),
  }),
});

const ReportResolution = builder.objectRef<Report['resolution']>('ReportResolution').implement({
  description: 'How the case was resolved.',
  fields: (t) => ({
    actionTaken: t.exposeString('actionTaken', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description: 'What was documented, else the last fix or workaround.',
    }),
    owner: t.exposeString('owner', { nullable: true, description: 'Name of the owner.' }),
    timeToResolve: t.field({
      type: 'Duration',
      nullable: true,
      description: 'From opening to the resolution; null until then.',
      resolve: ({ timeToResolve }) =>
        timeToResolve === null ? null : (parseDuration(timeToResolve) ?? null),
    }),
    customerSatisfaction: t.exposeString('customerSatisfaction', {
      nullable: true,
      description: 'As in `3/5`.',
    }),
  }),
});

const ReportPreventionType = builder.objectRef<ReportPrevention>('ReportPrevention').implement({
  description: 'What is done so that it does not happen again.',
  fields: (t) => ({
    immediateActions: t.stringList({
      description: 'Actions at once.',
      resolve: ({ immediateActions }) => [...immediateActions],
    }),
    longTermImprovements: t.stringList({
      description: 'Actions in the long term.',
      resolve: ({ longTermImprovements }) => [...longTermImprovements],
    }),
    owner: t.exposeString('owner', { nullable: true, description: 'Who owns the plan.' }),
    dueDate: t.field({
      type: 'Date',
      nullable: true,
      description: 'When it is to be done.',
      resolve: ({ dueDate }) => (dueDate === null ? null : startOfDay(dueDate)),
    }),
  }),
});

const ReportCommunicationType = builder
  .objectRef<ReportCommunication>('ReportCommunication')
  .implement({
    description: 'A message to or from the customer.',
    fields: (t) => ({
      channel: t.expose('channel', { type: Channel, description: 'How it took place.' }),
      date: t.field({
        type: 'Date',
        description: 'The day, in UTC.',
        resolve: ({ date }) => startOfDay(date),
      }),
      summary: t.exposeString('summary', { description: 'One line.' }),
      customerResponse: t.exposeString('customerResponse', {
        nullable: true,
        description: 'What the customer answered; null when it did not.',
      }),
    }),
  });

const EscalationReport = builder.objectRef<FullReport>('EscalationReport').implement({
  description:
    'The report on a case, typed; `yaml` and `json` are the same document. What is not known yet is null.',
  fields: (t) => ({
    id: t.string({ description: 'The reference.', resolve: ({ report }) => report.id }),
    dateOpened: t.field({
      type: 'Date',
      description: 'The day of opening, in UTC.',
      resolve: ({ report }) => startOfDay(report.dateOpened),
    }),
    dateResolved: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day of resolution, in UTC; null until then.',
      resolve: ({ report }) =>
        report.dateResolved === null ? null : startOfDay(report.dateResolved),
    }),
    customer: t.field({
      type: ReportCustomer,
      description: 'Whose case it was.',
      resolve: ({ report }) => report.customer,
    }),
    escalation: t.field({
      type: ReportEscalation,
      description: 'What it was about.',
      resolve: ({ report }) => report.escalation,
    }),
    impact: t.field({
      type: Impact,
      description: 'What it cost.',
      // The fields of the case are read from the case, whatever the caller selects.
      resolve: ({ escalationId }) => ({ id: escalationId }),
    }),
    timeline: t.field({
      type: [ReportEventType],
      description:
        'What happened, in order of time. Left out for partners: notes, retrospectives, drafts and links.',
      resolve: ({ report }) => report.timeline,
    }),
    rootCause: t.field({
      type: RootCause,
      nullable: true,
      description: 'Why it happened.',
      resolve: ({ escalationId, report }) =>
        report.rootCause === null ? null : { id: escalationId, rootCauseAt: null },
    }),
    resolution: t.field({
      type: ReportResolution,
      description: 'How it was resolved.',
      resolve: ({ report }) => report.resolution,
    }),
    prevention: t.field({
      type: ReportPreventionType,
      description: 'What is done about it.',
      resolve: ({ report }) => report.prevention,
    }),
    communicationLog: t.field({
      type: [ReportCommunicationType],
      description: 'Messages that count, and inbound ones.',
      resolve: ({ report }) => report.communicationLog,
    }),
    complete: t.exposeBoolean('complete', { description: 'Whether nothing is missing.' }),
    missing: t.exposeStringList('missing', {
      description: 'Paths that are still null, as in the YAML: `root_cause.description`.',
    }),
    yaml: t.string({
      price: DOCUMENT,
      description: 'The document as YAML 1.2.',
      resolve: (report) => report.yaml(),
    }),
    json: t.field({
      type: 'JSONObject',
      price: DOCUMENT,
      description: 'The document as JSON.',
      resolve: ({ document }) => document,
    }),
  }),
});

/** Rows that a point pays for. For cases of usual size the price of the field covers the reading. */
const ROWS_PER_POINT = 4;

/** Reads the reports of a list of cases together, a few at a time, because each is a whole case. */
const reportLoader = perRequest(
  (context) =>
    new DataLoader<string, FullReport>(
      async (ids) => {
        const { db, principal, clock } = context;
        const reports = await loadReports(db, principal, { id: { in: [...ids] } }, clock.now());
        const rows = reports.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
        chargeReading(context, Math.floor(rows / ROWS_PER_POINT));
        const byId = new Map(reports.map((report) => [report.escalationId, report]));
        return ids.map((id) => byId.get(id) ?? new Error(`There is no escalation ${id} any more`));
      },
      // Not kept: the mutations of one request run one after the other.
      { cache: false, maxBatchSize: 10 },
    ),
);

builder.prismaObjectField('Escalation', 'report', (t) =>
  t.field({
    type: EscalationReport,
    description: 'The report: complete when the case is, and readable at any time before.',
    price: { reads: 'whole' },
    select: { id: true },
    resolve: ({ id }, _args, context) => reportLoader(context).load(id),
  }),
);
