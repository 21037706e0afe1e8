// The rules that scripts/places.js comes to. Where a breach is refused, its line says what may be imported.
import { PLACES, PURE, PURE_PACKAGES, SCHEMA } from './scripts/places.js';

const before = [];
const order = PLACES.flatMap((line) => {
  const allowed = before.map(({ path }) => path);
  const rules = line.map(({ name, path }) => ({
    name: `place-${name.replaceAll(' ', '-')}`,
    comment: `${name} imports itself and: ${before.map(({ name: one }) => one).join(', ') || 'nothing of ours'}`,
    severity: 'error',
    from: { path },
    to: { path: '^src/', pathNot: [path, ...allowed] },
  }));
  before.push(...line);
  return rules;
});

export default {
  forbidden: [
    ...order,
    {
      name: 'no-place',
      comment: 'every file of src stands in the list of scripts/places.js',
      severity: 'error',
      from: { path: '^src/', pathNot: before.map(({ path }) => path) },
      to: {},
    },
    {
      name: 'pure-files',
      comment:
        'rules, states and drafts reckon with what they are given: they import each other, and what only names things',
      severity: 'error',
      from: { path: PURE },
      to: {
        path: '^src/',
        pathNot: [
          PURE,
          '^src/shared/',
          '^src/events/(?:changes\\.ts|catalogue\\.ts|catalogue/)',
          '^src/auth/principal\\.ts$',
        ],
      },
    },
    {
      name: 'pure-packages',
      comment: `rules, states and drafts have no input and output: of packages only ${PURE_PACKAGES.join(', ')}`,
      severity: 'error',
      from: { path: PURE },
      to: { pathNot: ['^src/', ...PURE_PACKAGES.map((name) => `node_modules/${name}/`)] },
    },
    {
      name: 'shared-packages',
      comment: 'shared does no input and output of its own',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: {
        pathNot: [
          '^src/',
          '^uuid$',
          'node_modules/(?:uuid|redis)/',
          // Time, and for whom the code runs: no input, no output.
          '^(?:timers/promises|perf_hooks|async_hooks)$',
        ],
      },
    },
    {
      name: 'services-know-no-graphql',
      comment: 'what GraphQL calls does not know it',
      severity: 'error',
      from: {
        path: '\\.(?:service|load|save|change)\\.ts$',
        // It reads a file as the inputs of mutations.
        pathNot: '^src/casefile/',
      },
      to: { path: ['^src/graphql/', SCHEMA, 'node_modules/(?:graphql|@pothos)/'] },
    },
    {
      name: 'client',
      comment: 'what a frontend installs runs in browsers: graphql-ws, graphql and itself',
      severity: 'error',
      from: { path: '^packages/client/' },
      to: {
        pathNot: ['^packages/client/', '^node_modules/graphql(?:-ws)?/', '^graphql-ws/client$'],
      },
    },
    {
      name: 'client-is-for-others',
      comment: 'the server does not know its clients',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^packages/' },
    },
    {
      name: 'no-circles',
      comment:
        'only schema files may import each other in a circle, where Pothos fields are thunks',
      severity: 'error',
      from: { pathNot: SCHEMA },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'a file that imports nothing and that nothing imports is dead',
      severity: 'error',
      from: { orphan: true, pathNot: '^(?:src/main|packages/client/src/index)\\.ts$' },
      to: {},
    },
    {
      name: 'part-of-the-server',
      comment:
        'what src/main.ts does not lead to is dead, or its line in src/app/schema.ts is missing',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/', reachable: false },
    },
    {
      name: 'part-of-the-client',
      comment: 'what packages/client/src/index.ts does not lead to is dead',
      severity: 'error',
      from: { path: '^packages/client/src/index\\.ts$' },
      to: { path: '^packages/client/src/', reachable: false },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/generated/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
