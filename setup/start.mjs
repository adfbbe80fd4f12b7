// npm start: sets up what is missing, then runs Papote in this same process, so that signals reach it.
import { prepare } from './prepare.mjs';

prepare();
const { register } = await import('tsx/esm/api');
register();
await import('../src/main.ts');
