import pg from 'pg';

/**
 * The SQL statements that this process sends to any database while `work` runs. Stop the
 * sequencer's background pass first: it looks once a second, whatever the test does.
 */
export async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const { prototype } = pg.Client;
  const original = Object.getOwnPropertyDescriptor(prototype, 'query');
  if (original === undefined) throw new Error('pg.Client has no query to listen to.');
  const query = original.value as (...args: unknown[]) => unknown;
  const statements: string[] = [];
  prototype.query = function listen(this: pg.Client, ...args: unknown[]) {
    const [first] = args as [string | { text: string }];
    statements.push(typeof first === 'string' ? first : first.text);
    return query.apply(this, args);
  } as typeof prototype.query;
  try {
    await work();
  } finally {
    Object.defineProperty(prototype, 'query', original);
  }
  return statements;
}
