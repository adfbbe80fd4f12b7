// Runs a TypeScript file of the project after setting up what is missing: node setup/run.mjs <file> [arguments]
import { pathToFileURL } from 'node:url';
import { prepare, ROOT } from './prepare.mjs';

prepare();
const [file, ...rest] = process.argv.slice(2);
process.argv = [process.argv[0], file, ...rest];
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(`${ROOT}${file}`).href);
