// Who may import what, as CONTRIBUTING.md tables it. Types count as imports.
const FEATURES =
  '^src/(person|customer|key|operations|sla|escalation|communication|prevention|report|stats)/';
const SHARED = '^src/shared/';
const RULES = '\\.rules\\.ts$';
const PURE = '\\.(rules|draft|state)\\.ts$';
const SCHEMA = '\\.(schema|mutations|payload|query|subscriptions)\\.ts$';
const SERVICE_ORDER = [
  'person',
  'customer',
  'key',
  'operations',
  'sla',
  'escalation',
  'communication',
  'prevention',
  'report',
];

/** A rule that says what the files of `from` may import of ours; everything else is forbidden. */
function only(name, comment, from, allowed, fromNot = []) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: fromNot },
    to: { path: '^src/', pathNot: allowed },
  };
}

module.exports = {
  forbidden: [
    only('shared', 'shared imports nothing of ours', SHARED, [SHARED]),
    only('rules', 'rules are pure: shared and other rules', RULES, [SHARED, RULES]),
    only('drafts', 'changes of a case are pure', '\\.(draft|state)\\.ts$', [
      SHARED,
      PURE,
      '^src/events/changes\\.ts$',
      '^src/auth/principal\\.ts$',
    ]),
    only('db', 'db imports shared', '^src/db/', [SHARED, '^src/db/']),
    only(
      'events',
      'events import shared, db and who acts',
      '^src/events/',
      [SHARED, '^src/(db|events)/', '^src/auth/principal\\.ts$'],
      [SCHEMA],
    ),
    only('scheduler', 'the scheduler evaluates the cases that are due', '^src/scheduler/', [
      SHARED,
      RULES,
      '^src/(db|events|scheduler)/',
      '^src/escalation/due-cases\\.service\\.ts$',
    ]),
    only('auth', 'auth imports shared and the query language of db', '^src/auth/', [
      SHARED,
      '^src/auth/',
      '^src/db/client\\.ts$',
    ]),
    {
      name: 'services-know-no-graphql',
      comment: 'services, rules and drafts are called by GraphQL and do not know it',
      severity: 'error',
      from: {
        path: '\\.(service|rules|draft|state|load|save|change)\\.ts$',
        pathNot: '^src/casefile/',
      },
      to: {
        path: [
          '^src/(graphql|http|cli)/',
          SCHEMA,
          '^src/(app|config|main)\\.ts$',
          'node_modules/(graphql|@pothos)',
        ],
      },
    },
    ...SERVICE_ORDER.map((feature, place) => ({
      name: `services-in-order-${feature}`,
      comment: `the services of ${feature} come before: ${SERVICE_ORDER.slice(place + 1).join(', ')}`,
      severity: 'error',
      from: { path: `^src/${feature}/`, pathNot: SCHEMA },
      to: {
        path: `^src/(${['-', ...SERVICE_ORDER.slice(place + 1)].join('|')})/`,
        pathNot: [RULES],
      },
    })),
    {
      name: 'graphql-knows-no-feature',
      comment: 'the builder and what stands around it serve every feature and know none',
      severity: 'error',
      from: { path: '^src/graphql/' },
      to: { path: [FEATURES, '^src/(http|cli|app|config|casefile|verify)'] },
    },
    only('http', 'http serves a schema that is handed in', '^src/http/', [
      SHARED,
      '^src/(http|auth|graphql)/',
      '^src/db/(client|pool|migrate)\\.ts$',
      '^src/events/(figures|hub|live-result|reader|subscription)\\.ts$',
      '^src/operations/request\\.ts$',
      '^src/report/report\\.service\\.ts$',
      '^src/log\\.ts$',
    ]),
    {
      name: 'app-is-the-top',
      comment: 'the composition root is imported by main and the commands only',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/(main|app|app\\.clocks|app\\.credentials|app\\.doors|app\\.live|app\\.operations)\\.ts$|^src/cli/',
      },
      to: {
        path: '^src/(main|app|app\\.clocks|app\\.credentials|app\\.doors|app\\.live|app\\.operations)\\.ts$|^src/cli/',
      },
    },
    {
      name: 'client',
      comment: 'what a frontend installs runs in browsers: graphql-ws, graphql and itself',
      severity: 'error',
      from: { path: '^client/' },
      to: { pathNot: ['^client/', '^node_modules/graphql(-ws)?/', '^graphql-ws/client$'] },
    },
    {
      name: 'client-is-for-others',
      comment: 'the server does not know its clients',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^client/' },
    },
    {
      name: 'no-circles',
      comment:
        'only schema files may import each other in a circle, where Pothos fields are thunks',
      severity: 'error',
      from: { pathNot: [SCHEMA, PURE] },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'a file that nothing imports is dead, or its line in schema.ts is missing',
      severity: 'error',
      from: { orphan: true, pathNot: '^(src/main|client/index)\\.ts$' },
      to: {},
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/generated/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
