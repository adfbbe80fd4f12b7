// Waits until no other such process lives, then sends what is released in the database given, as one server alone would, says
// "sends" and goes on until it is killed. Nothing but the sender is loaded, so that a new one is there soon.
import pg from 'pg';
import { z } from 'zod';
import { BroadcastSender } from '../../src/broadcast/sender.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { createSealer } from '../../src/store/sealer.ts';
import { channelsOn, INVITATION, QUICK } from './broadcast-channels.ts';

const settings = z
  .object({ DATABASE: z.string(), KEY: z.string(), TWILIO: z.string(), TELEGRAM: z.string(), AHEAD: z.coerce.number() })
  .parse(process.env);
const pool = new pg.Pool({ connectionString: settings.DATABASE, max: 8 });
const relaxed = new pg.Pool({ connectionString: settings.DATABASE, max: 4, options: '-c synchronous_commit=off' });
const lock = await pool.connect();
await lock.query('select pg_advisory_lock(1)');
// Whoever else is noted as alive was killed.
await pool.query('delete from nodes');
const sender = new BroadcastSender({
  pool,
  relaxed,
  sealer: createSealer(Buffer.from(settings.KEY, 'base64')),
  channels: channelsOn({ twilio: settings.TWILIO, telegram: settings.TELEGRAM }),
  rates: { telegram: 25, sms: 120, whatsapp: 120 },
  metrics: createMetrics(),
  logger: SILENT_LOGGER,
  clock: () => new Date(Date.now() + settings.AHEAD),
  mayWrite: async () => new Map(),
  invitation: async () => INVITATION,
  times: QUICK,
});
await sender.start();
process.stdout.write('sends\n');
