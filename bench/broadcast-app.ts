import { randomBytes, randomUUID } from 'node:crypto';
import type { Words } from '../src/broadcast/compose.ts';
import { makeDrafts } from '../src/broadcast/make-drafts.ts';
import { openBroadcasts } from '../src/broadcast/open-broadcasts.ts';
import { BroadcastSender } from '../src/broadcast/sender.ts';
import type { Language } from '../src/languages.ts';
import { createLogger } from '../src/observe/logger.ts';
import { createMetrics } from '../src/observe/metrics.ts';
import { openStore, type Store } from '../src/store/open-store.ts';
import { createSealer } from '../src/store/sealer.ts';
import { addressOf, benchChannels, channelOf, RECIPIENTS } from './broadcast-channels.ts';
import { PUBLIC_URL } from './settings.ts';

/** Plans and sends one broadcast of a week, for the benchmark; prints what it took as JSON. */
const CHUNK = 2_000;
const LANGUAGES = ['fr', 'fr', 'fr', 'nl', 'ar', 'tr', 'en'] as const;
/** A Sunday evening, so that it is an open hour whenever the benchmark runs. */
const SUNDAY = Date.parse('2027-01-17T16:00:00Z');
const begun = Date.now();
const clock = (): Date => new Date(SUNDAY + Date.now() - begun);

const sealer = createSealer(randomBytes(32));
const channels = benchChannels(process.env.BENCH_API_BASE ?? '');
const store = await openStore({
  databaseUrl: process.env.BENCH_DATABASE_URL,
  dataDir: '/nowhere',
  notice: () => undefined,
});
await fill(store);
const unlimited = Number.POSITIVE_INFINITY;
const rates = { telegram: unlimited, sms: unlimited, whatsapp: unlimited };
const broadcasts = openBroadcasts({
  ...{ db: store.db, pool: store.pool, sealer, clock, channels, rates },
  words: wordsOf,
  nameOf: (territory) => territory,
  publicUrl: PUBLIC_URL,
  prices: { telegram: 0, sms: 0.09, whatsapp: 0.005 },
  capEuro: null,
  secondPersonAbove: unlimited,
  onReady: () => undefined,
});
const staff = {
  id: randomUUID(),
  name: 'bench',
  role: 'coordinator',
  language: 'fr',
  territories: [],
  centre: true,
} as const;
await store.db
  .insertInto('staff')
  .values({ id: staff.id, email: 'bench', name: 'bench', role: staff.role, password_hash: null, second_factor: null })
  .execute();
await makeDrafts(store.db, new Date(SUNDAY - 60_000));
const [draft] = await broadcasts.list(staff);
const id = draft?.id ?? '';
const planningFrom = performance.now();
const preview = await broadcasts.preview(staff, id);
const released = await broadcasts.release(staff, id, preview?.seen ?? '');
const planned = (performance.now() - planningFrom) / 1_000;
if (released !== 'released') throw new Error(`not released: ${released}`);

const sender = new BroadcastSender({
  ...{ pool: store.pool, relaxed: store.relaxed, sealer, channels, rates, clock },
  metrics: createMetrics(),
  logger: createLogger('warn'),
  mayWrite: async () => new Map(),
  invitation: async () => undefined,
});
const memory: { readonly sent: number; readonly mb: number }[] = [];
const sendingFrom = performance.now();
await sender.start();
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 250));
  const { tried, state } = await store.db
    .selectFrom('broadcasts')
    .select(['tried', 'state'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  memory.push({ sent: tried, mb: process.memoryUsage().rss / 2 ** 20 });
  if (state === 'done' || tried >= RECIPIENTS) break;
}
const seconds = (performance.now() - sendingFrom) / 1_000;
const progress = await broadcasts.progress(staff, id);
await sender.stop();
await store.close();
process.stdout.write(`${JSON.stringify({ planned, seconds, memory, progress })}\n`);

/** So many parents who subscribed to one territory, and thirty activities. */
async function fill({ pool }: Store): Promise<void> {
  for (let first = 0; first < RECIPIENTS; first += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, RECIPIENTS - first) }, (_, index) => first + index);
    const channelsOf = numbers.map(channelOf);
    await pool.query(
      `with given as (
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as t (id, channel, hash, sealed, language)
       ), people as (insert into contacts (id, language) select id, language from given),
       places as (
         insert into addresses (contact_id, channel, hash, sealed, last_inbound_at)
         select id, channel, decode(hash, 'base64'), decode(sealed, 'base64'), $6 from given
       )
       insert into subscriptions (contact_id, territory, channel, wording, subscribed_at)
       select id, 'huy', channel, 'v1', $6 from given`,
      [
        numbers.map((number) => `c${number}`),
        channelsOf,
        numbers.map((number) => sealer.hash(channelOf(number), addressOf(number)).toString('base64')),
        numbers.map((number) => sealer.seal(addressOf(number)).toString('base64')),
        numbers.map((number) => LANGUAGES[number % LANGUAGES.length]),
        clock(),
      ],
    );
  }
  await pool.query(
    `with made as (
       insert into activities (territory, title, kind, audience) select 'huy', 'Atelier ' || n, 'workshop', 'parents'
       from generate_series(1, 30) as n returning id
     )
     insert into occurrences (activity_id, starts_at) select id, $1::timestamptz + interval '30 hours' from made`,
    [clock()],
  );
  await pool.query('analyze');
}

function wordsOf(language: Language): Words {
  return {
    language,
    intro: (territory) => `Cette semaine, ${territory} :`,
    line: ({ activity, startsAt }) => `${startsAt.toISOString().slice(0, 16)} ${activity.title}`,
    more: (count) => `+ ${count}`,
    outro: (link) => link,
    special: (text) => text,
    correction: ({ activity }) => activity.title,
  };
}
