// What the schema breaks of the last release, and whom that hits.
//   node scripts/schema-changes.js [FOLDER]            exit 1 and each breaking change that is not allowed
//   node scripts/schema-changes.js release [FOLDER]    the schema as it is now becomes the last release's
// In the folder, by default this project: schema.graphql; operations/released/schema.graphql; the
// manifests operations/generated/persisted-documents.json (ours) and operations/partners/*.json;
// and operations/released/allowed-changes.json, which maps a change, word for word, to the reason why it may be.
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, findBreakingChanges, getOperationAST, parse } from 'graphql';
import { root } from './run.js';
import { subjectOf, usesOf } from './schema-uses.js';

const isRelease = process.argv[2] === 'release';
const folder = path.resolve(process.argv[isRelease ? 3 : 2] ?? root);
const SCHEMA = path.join(folder, 'schema.graphql');
const RELEASED = path.join(folder, 'operations/released/schema.graphql');
const ALLOWED = path.join(folder, 'operations/released/allowed-changes.json');

if (isRelease) {
  copyFileSync(SCHEMA, RELEASED);
  writeFileSync(ALLOWED, '{}\n');
} else if (!check()) {
  process.exit(1);
}

function check() {
  const released = schemaIn(RELEASED);
  const changes = findBreakingChanges(released, schemaIn(SCHEMA));
  const allowed = JSON.parse(readFileSync(ALLOWED, 'utf8'));
  const operations = registered().map((one) => ({ ...one, uses: usesOf(released, one.document) }));
  let isGood = true;
  const complain = (line) => {
    isGood = false;
    console.error(line);
  };

  for (const change of changes) {
    const { description } = change;
    const subject = subjectOf(change);
    const hit = operations
      .filter(({ uses }) => uses.has(subject))
      .map(({ name, of }) => `${name} of ${of}`);
    const hits = hit.length === 0 ? 'hits no registered operation' : `hits ${hit.join(', ')}`;
    const reason = allowed[description];
    if (typeof reason === 'string' && reason.trim() !== '') {
      console.error(`Allowed (${reason}): ${description} It ${hits}.`);
    } else {
      complain(`The schema breaks the last release: ${description} It ${hits}.`);
    }
  }
  const found = new Set(changes.map(({ description }) => description));
  for (const description of Object.keys(allowed)) {
    if (!found.has(description)) {
      complain(`operations/released/allowed-changes.json allows what is not so: ${description}`);
    }
  }
  return isGood;
}

function schemaIn(file) {
  return buildSchema(readFileSync(file, 'utf8'));
}

/** Our own operations, and those of partners whose manifests are kept here; `desk operations check` knows all. */
function registered() {
  const partners = path.join(folder, 'operations/partners');
  const manifests = [
    ['ours', path.join(folder, 'operations/generated/persisted-documents.json')],
    ...(existsSync(partners) ? readdirSync(partners) : [])
      .filter((name) => name.endsWith('.json'))
      .map((name) => [path.basename(name, '.json'), path.join(partners, name)]),
  ];
  return manifests.flatMap(([of, file]) =>
    documentsIn(file).map((document) => ({
      of,
      document,
      name: getOperationAST(parse(document))?.name?.value ?? 'an operation without a name',
    })),
  );
}

/** Of a map of hash to document, or of Apollo's list. */
function documentsIn(file) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(manifest.operations)
    ? manifest.operations.map(({ body }) => body)
    : Object.values(manifest);
}
