import { randomBytes } from 'node:crypto';
import { readConfig } from '../src/config.ts';
import { startPapote } from '../src/papote.ts';
import { wire } from '../src/wiring.ts';
import { ACCOUNT_SID, PUBLIC_URL } from './settings.ts';

/** Papote itself in live mode, for the benchmark: prints its address, stops on SIGTERM. */
const config = readConfig({
  PAPOTE_ENV: 'live',
  PORT: '0',
  PUBLIC_URL,
  LOG_LEVEL: 'warn',
  SECRET_KEY: randomBytes(32).toString('base64'),
  DATABASE_URL: process.env.BENCH_DATABASE_URL,
  TWILIO_ACCOUNT_SID: ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: process.env.BENCH_AUTH_TOKEN,
  TWILIO_API_BASE: process.env.BENCH_API_BASE,
  TWILIO_SMS_FROM: '+32460000001',
});
const papote = await startPapote({ config, wiring: wire(config) });
process.once('SIGTERM', () => void papote.stop().then(() => process.exit(0)));
process.stdout.write(`${papote.address}\n`);
