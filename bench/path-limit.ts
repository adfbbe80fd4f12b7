import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import pg from 'pg';
import twilio from 'twilio';
import { createTwilioClient } from '../channels/twilio/client.ts';
import { ACCOUNT_SID, PUBLIC_URL, SMS_PATH } from './settings.ts';

/** The limit: a bare route that checks the same signature, writes one row and posts the same reply. */
const authToken = process.env.BENCH_AUTH_TOKEN ?? '';
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 20 });
const client = createTwilioClient(ACCOUNT_SID, authToken, process.env.BENCH_API_BASE);
await pool.query('create table messages (id text primary key, body text not null)');

const app = Fastify();
await app.register(formbody);
app.post<{ Body: Record<string, string> }>(SMS_PATH, async (request, reply) => {
  const signature = String(request.headers['x-twilio-signature']);
  if (!twilio.validateRequest(authToken, signature, PUBLIC_URL + request.url, request.body))
    return reply.code(403).send();
  await pool.query('insert into messages values ($1, $2)', [request.body.MessageSid, request.body.Body]);
  await client.messages.create({
    to: request.body.From ?? '',
    from: '+32460000001',
    body: "Le SECAL, service public gratuit pour vous, peut réclamer l'argent à l'autre parent et parfois verser une avance.",
    statusCallback: `${PUBLIC_URL}/webhooks/twilio/status/${request.body.MessageSid}`,
  });
  return reply.type('text/xml').send('<Response/>');
});
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.once(
  'SIGTERM',
  () =>
    void app
      .close()
      .then(() => pool.end())
      .then(() => process.exit(0)),
);
process.stdout.write(`${address}\n`);
