// Drives a case through its five stages over HTTP, as a frontend would, and prints each step.
//
//   node examples/drive-case.js [FILE]
//
// FILE is a case file (default: examples/incidents/cloudflare-2019-07-02.json). What happened then
// happens now: promises and due dates keep their distance to the step that gave them.
// DESK_URL (default http://127.0.0.1:4000/graphql) and DESK_KEY (default: .data/admin-key).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DAY_MS = 86_400_000;
/** What is printed of the case after each step. */
const CASE = 'escalation { id reference status stage nextSteps }';
const url = process.env.DESK_URL ?? 'http://127.0.0.1:4000/graphql';
const key = process.env.DESK_KEY ?? readFileSync('.data/admin-key', 'utf8').trim();
const file =
  process.argv[2] ??
  fileURLToPath(new URL('./incidents/cloudflare-2019-07-02.json', import.meta.url));
const story = JSON.parse(readFileSync(file, 'utf8'));

try {
  await drive();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function drive() {
  for (const person of story.people) await mutate('upsertUser', person, 'user { id }');
  await mutate('upsertCustomer', story.customer, 'customer { id }');

  const { at: _at, ...open } = story.open;
  const opened = await mutate(
    'openEscalation',
    { ...open, customer: { externalId: story.customer.externalId } },
    CASE,
  );
  const { id, reference } = opened.escalation;
  print('openEscalation', opened.escalation);
  for (const { at, mutation, input } of story.steps) {
    const payload = await mutate(
      mutation,
      { escalationId: id, ...toNow(spellOut(mutation, input), new Date(at)) },
      CASE,
    );
    print(mutation, payload.escalation);
  }

  const { escalation } = await request(
    `query ($by: EscalationRef!) { escalation(by: $by) {
      report { complete missing resolution { timeToResolve } impact { slaBreach } yaml }
    } }`,
    { by: { reference } },
  );
  const { report } = escalation;
  console.log(`\n${report.yaml}`);
  console.log(
    report.complete
      ? `${reference}: complete`
      : `${reference}: missing ${report.missing.join(', ')}`,
  );
}

function print(mutation, { reference, status, stage, nextSteps }) {
  const next = nextSteps[0] ?? 'nothing';
  console.log(
    `${reference}  ${mutation.padEnd(22)} ${status.padEnd(20)} ${stage.padEnd(10)} next: ${next}`,
  );
}

/** Where the file has a plain text for a person or an action, the API takes an object. */
function spellOut(mutation, input) {
  const people = (value) =>
    typeof value === 'string' ? { email: value } : Array.isArray(value) ? value.map(people) : value;
  const actions = (list) =>
    list.map((item) => (typeof item === 'string' ? { description: item } : item));
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (['owner', 'users', 'participants'].includes(name)) return [name, people(value)];
      if (mutation === 'createPreventionPlan' && Array.isArray(value))
        return [name, actions(value)];
      return [name, value];
    }),
  );
}

/** Times of then, as far from now as they were from the step. */
function toNow(input, stepAt) {
  const shift = Date.now() - stepAt.getTime();
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) {
        return [name, new Date(Date.parse(value) + shift).toISOString()];
      }
      if (name === 'dueDate') {
        const days = Math.ceil(shift / DAY_MS) * DAY_MS;
        return [name, new Date(Date.parse(value) + days).toISOString().slice(0, 10)];
      }
      return [name, value];
    }),
  );
}

async function mutate(name, input, selection) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await request(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code message field } } }`,
    { input },
  );
  const [refused] = data[name].userErrors;
  if (refused !== undefined) {
    throw new Error(
      `${name} was refused: ${refused.code} at ${refused.field.join('.')}: ${refused.message}`,
    );
  }
  return data[name];
}

async function request(query, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  }).catch((error) => {
    throw new Error(
      `${url} cannot be reached (${error.cause?.code ?? error.message}): start the desk first, or set DESK_URL.`,
    );
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
  return data;
}
