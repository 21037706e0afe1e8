// A process that has loaded the built desk and runs the commands that `runDesk` sends it, one after
// the other, each with the environment, the input and the output of its own.
import { Readable } from 'node:stream';
import { runCli } from '../../dist/cli/program.js';

let turn = Promise.resolve();

process.on('message', (command) => {
  turn = turn.then(() => run(command)).then((ended) => process.send(ended));
});
process.on('disconnect', () => process.exit());

async function run({ args, env, input }) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    value: Readable.from(input === undefined ? [] : [Buffer.from(input)]),
  });
  const output = { stdout: '', stderr: '' };
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    process[name].write = (text) => {
      output[name] += text;
      return true;
    };
  }
  return { code: await runCli(args), ...output };
}
