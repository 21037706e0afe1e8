// The one list of who may import what. A file imports from its own place and from those that stand before
// it, from no other; places that share a line do not know each other. Types count as imports.
// `.dependency-cruiser.mjs` makes rules of it, `npm run generate` CONTRIBUTING.md's table, and
// test/integration/docs/imports.test.ts sees each kind of breach refused.

const folder = (name) => `^src/${name}/`;

/**
 * @typedef Place
 * @property {string} name
 * @property {string} path which files lie there, as a regular expression
 * @property {string} holds
 */

/** @type {readonly (readonly Place[])[]} */
export const PLACES = [
  [
    place(
      'shared',
      folder('shared'),
      'vocabulary, ids, durations, money, errors, bounds of time and number',
    ),
  ],
  [place('log', '^src/log\\.ts$', 'what the process says of itself')],
  [place('db', folder('db'), 'embedded and external database, migrations, client, transactions')],
  [place('auth', folder('auth'), 'who asks, and what that one may see and do')],
  [place('events', folder('events'), 'the log: what its entries hold, append, sequencer, reader')],
  [
    place(
      'graphql',
      folder('graphql'),
      'builder, scalars, inputs, mutations, paging, limits, errors; knows no feature',
    ),
  ],
  [place('live', folder('live'), 'from the log to subscribers: hub, groups, subscriptions')],
  [place('desk', folder('desk'), 'entries of the log that belong to no case, in the API')],
  [
    place(
      'persisted',
      folder('persisted'),
      'operations known by their ids: manifests, registry, checks',
    ),
  ],
  [place('person', folder('person'), 'people')],
  [place('customer', folder('customer'), 'customers, their life cycle and risk')],
  [place('key', folder('key'), 'keys of the API')],
  [place('sla/time', folder('sla/time'), 'calendars and the working time they come to')],
  [place('sla/holidays', folder('sla/holidays'), 'days off, out of iCalendar files')],
  [
    place(
      'sla/clock',
      folder('sla/clock'),
      'clocks replayed from what happened, and what they fire',
    ),
  ],
  [place('sla/terms', folder('sla/terms'), 'policies and calendars as data')],
  [place('sla/explain', folder('sla/explain'), 'what is shown of a clock, and why')],
  [place('escalation/case', folder('escalation/case'), 'a case: state, draft, change, load, save')],
  [place('escalation/read', folder('escalation/read'), 'its fields, lists, filters, criteria')],
  [
    place('escalation/steps', folder('escalation/steps'), 'the mutations of the five stages'),
    place(
      'escalation/follow',
      folder('escalation/follow'),
      'its events, asked for and subscribed to',
    ),
  ],
  [
    place('communication', folder('communication'), 'messages'),
    place('prevention', folder('prevention'), 'prevention plans'),
  ],
  [
    place('report', folder('report'), 'the report of a case'),
    place('stats', folder('stats'), 'figures of the desk'),
    place('scheduler', folder('scheduler'), 'fires what is due on the clocks, and audits it'),
  ],
  [
    place('casefile', folder('casefile'), 'importing a case whole'),
    place('verify', folder('verify'), 'holding the data against the log'),
    place('upgrade', folder('upgrade'), 'what a version brings along beside its migrations'),
    place('retention', folder('retention'), 'what is taken away when its time is over'),
    place('backup', folder('backup'), 'every table in files, and back'),
  ],
  [place('http', folder('http'), 'the server around the schema, which is handed in')],
  [place('app', '^src/(?:app/|config\\.ts$)', 'the composition root')],
  [place('doctor', folder('doctor'), 'what is wrong with the desk and what is around it')],
  [place('cli/demo', folder('cli/demo'), 'sample customers and cases, by way of the API')],
  [place('cli', '^src/cli/(?!demo/)', 'the commands')],
  [place('main', '^src/main\\.ts$', 'where the process begins')],
];

function place(name, path, holds) {
  return { name, path, holds };
}

/** Roles that reckon and do nothing: no input or output, no database, no packages but these. */
export const PURE = '\\.(?:rules|state|draft)\\.ts$';
export const PURE_PACKAGES = ['ical.js', 'temporal-polyfill', 'yaml', 'zod'];

/** Where resolvers of one type lead to another: the only files that may import each other in a circle. */
export const SCHEMA = '\\.schema\\.ts$';

/** A page with the table of places between its two marks. */
export function withPlaces(page) {
  const rows = PLACES.map((line) => {
    const names = line.map(({ name }) => `\`${name}\``).join(', ');
    return `| ${names} | ${line.map(({ holds }) => holds).join('; ')} |`;
  });
  const table = ['| place | holds |', '| --- | --- |', ...rows].join('\n');
  return page.replace(/(<!-- places:.*? -->\n)[\s\S]*(<!-- \/places -->)/, `$1\n${table}\n\n$2`);
}
