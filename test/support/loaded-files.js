// Loaded into a process by `--import`: writes into the file that LOADED_FILES names which files the process has
// loaded by its end, as a list in JSON.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const urls = new Set();
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params }) => urls.add(params.url));
session.post('Debugger.enable');
process.on('exit', () => writeFileSync(process.env.LOADED_FILES, JSON.stringify([...urls])));
