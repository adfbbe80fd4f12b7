// Opens the embedded store in the folder given, writes a contact, says "open" and holds it until it is killed.
import { openStore } from '../../src/store/open-store.ts';
import { leaveMark } from './store-marks.ts';

const [, , dataDir = '', mark = ''] = process.argv;
const store = await openStore({ databaseUrl: undefined, dataDir, notice: () => undefined });
await leaveMark(store, mark);
process.stdout.write('open\n');
setInterval(() => undefined, 60_000);
