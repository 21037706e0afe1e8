import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Failures that can be no outage of the database or of Redis, by the file that logs them itself. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'src/app/credentials.ts': ['the keys of the identity provider could not be fetched anew'],
  'src/http/server.ts': ['the HTTP server failed', 'New connections are taken in one at a time.'],
};

it('every failure that may be one of an outage is logged by `LogFailure`, which counts it then', () => {
  const direct = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file}`)
    .filter((file) => file.endsWith('.ts') && file !== 'src/app/failures.ts')
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return [
        ...text.matchAll(/\.(?:error|warn|fatal)\(\s*\{[^}]*\berr\b[^}]*\},\s*'([^']*)'/g),
      ].map(([, message = '']) => ({ file, message }));
    });
  const others = Object.entries(OTHERS).flatMap(([file, messages]) =>
    messages.map((message) => ({ file, message })),
  );
  expect(direct).toEqual(others);
});
