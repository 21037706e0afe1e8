// What a partner's system does with the desk, with nothing but fetch, its manifest and its key: opens a
// case for a customer, tells what the customer said, waits until the desk has fixed it, reads the
// report, confirms and rates.
//
//   desk key create --role PARTNER --name "Ticket bridge" --customer cust-4711
//   desk operations register --partner "Ticket bridge" examples/partner/operations.json
//   DESK_KEY=desk_… node examples/partner/partner.js cust-4711 T-1042
//
// The arguments are the customer's externalId and a ticket number of the partner's own. Run again with
// the same ticket it goes on where it was: the number is part of every idempotency key.
// DESK_URL (default http://127.0.0.1:4000/graphql), DESK_POLL_MS (default 5000).
import { readFileSync } from 'node:fs';

const url = process.env.DESK_URL ?? 'http://127.0.0.1:4000/graphql';
const key = process.env.DESK_KEY ?? '';
const pollMs = Number(process.env.DESK_POLL_MS ?? 5_000);
const [externalId, ticket] = process.argv.slice(2);
/** A call that failed on the way is sent again so often. */
const ATTEMPTS = 5;

/** The ids of the operations by their names: a partner sends no documents. */
const manifest = JSON.parse(readFileSync(new URL('./operations.json', import.meta.url), 'utf8'));
const ids = new Map(
  Object.entries(manifest).map(([id, document]) => [/^\w+ (\w+)/.exec(document)?.[1], id]),
);

try {
  if (externalId === undefined || ticket === undefined || key === '') {
    throw new Error('Usage: DESK_KEY=desk_… node partner.js CUSTOMER TICKET');
  }
  await handle();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function handle() {
  const { escalation } = await mutate('OpenCase', {
    customer: { externalId },
    severity: 'HIGH',
    category: 'TECHNICAL',
    issue: `Exports fail since this morning (ticket ${ticket}).`,
  });
  const { id, reference } = escalation;
  console.log(`opened ${reference}`);

  await mutate('TellTheDesk', {
    escalationId: id,
    direction: 'INBOUND',
    channel: 'CALL',
    summary: 'The customer called',
    body: 'Only exports of more than 10,000 rows fail; smaller ones work.',
  });
  console.log('told the desk what the customer said');

  while (!(await isFixed(id))) await sleep(pollMs);
  console.log('the desk has fixed it');

  const { escalation: reported } = await request('CaseReport', { id });
  console.log(`\n${reported.report.yaml}`);

  await mutate('ConfirmResolution', {
    escalationId: id,
    confirmedBy: 'Mara Lind',
    customerResponse: 'Large exports work again.',
  });
  console.log('confirmed');
  await mutate('RateResolution', { escalationId: id, rating: 5, comment: 'Quick and clear.' });
  console.log(`rated ${reference} with 5`);
}

/** Throws when there is nothing more to wait for. */
async function isFixed(id) {
  const { escalation } = await request('CaseProgress', { id });
  if (escalation.status === 'CANCELLED') throw new Error('The desk has cancelled the case.');
  const steps = escalation.process.flatMap((stage) => stage.steps);
  const fix = steps.find(({ step }) => step === 'EXECUTE_FIX');
  if (fix?.state === 'SKIPPED') throw new Error('The desk goes on without a fix.');
  return fix?.state === 'DONE';
}

/** Safe to send again: the same idempotency key answers as the first call did. */
async function mutate(operation, input) {
  const idempotencyKey = `${ticket}:${operation}`;
  const data = await request(operation, { input: { ...input, idempotencyKey } });
  const [payload] = Object.values(data);
  const [refused] = payload.userErrors;
  if (refused !== undefined) {
    throw new Error(
      `${operation} was refused: ${refused.code} at ${refused.field.join('.')}: ${refused.message}`,
    );
  }
  return payload;
}

async function request(operation, variables) {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: ids.get(operation), variables }),
    }).catch((error) => error);
    const isDown = response instanceof Error || response.status === 429 || response.status >= 500;
    if (!isDown) {
      const { data, errors } = await response.json();
      if (errors === undefined) return data;
      throw new Error(
        errors.map(({ message, extensions }) => `${extensions?.code}: ${message}`).join('; '),
      );
    }
    if (attempt === ATTEMPTS) {
      const reason = response.cause?.code ?? response.message ?? `HTTP ${response.status}`;
      throw new Error(`${url} does not answer (${reason}).`);
    }
    const seconds = Number(response.headers?.get('retry-after'));
    await sleep(seconds > 0 ? seconds * 1_000 : 200 * 2 ** attempt);
  }
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
