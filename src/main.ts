import { setFlagsFromString } from 'node:v8';
import { outOfFiles } from './shared/out-of-files.ts';

// Read by packages as they are loaded: with anything else graphql looks at values twice, and Prisma keeps
// the stack of every call.
process.env['NODE_ENV'] ||= 'production';
// Prisma's compiler of queries is WebAssembly. Each of its functions runs a few times for a query that is
// new, so compiling them again for speed costs more than it gains: seconds of a processor, and 50 MB.
setFlagsFromString('--liftoff-only');

// A reader that has seen enough, as in `desk report … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  const { runCli } = await import('./cli/program.ts');
  process.exitCode = await runCli(process.argv.slice(2));
} catch (error) {
  const reason = outOfFiles(error);
  if (reason === undefined) throw error;
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
