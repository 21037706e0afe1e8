// Keeps a copy of all cases in a file, with nothing but fetch and a key: asks for what has changed since
// it asked last, and adds it. It may be killed at any moment and started again, and so may the desk:
// nothing is missed.
//
//   desk key create --role VIEWER --name "Copy of the cases"
//   DESK_KEY=desk_… node examples/sync/sync.js cases.jsonl
//
// The file holds a line for each page that was read, {"cursor": …, "cases": […]}; the last line in which
// a case stands is how it is. What makes it safe: the list in the order UPDATED_ASC puts a case that
// changes behind all others, in the order of commit, so what comes after the cursor of the last page is
// all that is new; and the cursor is written in one line with the cases that lie before it.
//
// DESK_URL (default http://127.0.0.1:4000/graphql), DESK_SYNC_MS between two looks (default 60000).
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';

const url = process.env.DESK_URL ?? 'http://127.0.0.1:4000/graphql';
const key = process.env.DESK_KEY ?? '';
const intervalMs = Number(process.env.DESK_SYNC_MS ?? 60_000);
const [file] = process.argv.slice(2);
/** A call that is not answered in so long is made again at the next look. */
const ANSWER_MS = 30_000;

const CHANGED = `query ChangedCases($after: String) {
  escalations(first: 100, after: $after, orderBy: UPDATED_ASC) {
    nodes { id reference version updatedAt status stage severity summary customer { externalId } owner { name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

if (file === undefined || key === '') {
  console.error('Usage: DESK_KEY=desk_… node sync.js FILE');
  process.exit(2);
}

let cursor = resume(file);
for (;;) {
  try {
    let isMore = true;
    while (isMore) {
      const { nodes, pageInfo } = await changedAfter(cursor);
      if (nodes.length > 0) {
        append(file, { cursor: pageInfo.endCursor, cases: nodes });
        cursor = pageInfo.endCursor;
        console.log(`copied ${nodes.length}`);
      }
      isMore = pageInfo.hasNextPage;
    }
  } catch (error) {
    // Nothing is lost: the next look asks after the same cursor.
    console.error(`not copied this time: ${error.message}`);
  }
  await new Promise((resolve) => setTimeout(resolve, intervalMs));
}

/** The cursor of the last whole line. Half a line is what a kill leaves: it is cut off. */
function resume(path) {
  if (!existsSync(path)) return null;
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  const last = whole.trimEnd().split('\n').at(-1);
  return last ? JSON.parse(last).cursor : null;
}

function append(path, page) {
  const handle = openSync(path, 'a');
  try {
    writeSync(handle, `${JSON.stringify(page)}\n`);
    // Written before it counts as copied, also when the power fails.
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function changedAfter(after) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: CHANGED, variables: { after } }),
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch((error) => {
    throw new Error(`${url} does not answer (${error.cause?.code ?? error.message})`);
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
  return data.escalations;
}
