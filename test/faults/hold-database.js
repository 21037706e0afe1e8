// A process that opens the embedded database as the desk does, says so, and keeps it until its
// standard input ends. Arguments: the settings as JSON.
import { openDatabase } from '../../dist/db/database.js';

const settings = JSON.parse(process.argv[2]);
try {
  const { url, stop } = await openDatabase({
    ...settings,
    log: (message) => print({ log: message }),
  });
  print({ url });
  process.stdin.resume().once('end', async () => {
    await stop();
    process.exit(0);
  });
} catch (error) {
  print({ error: error.message });
  process.exitCode = 1;
}

function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
