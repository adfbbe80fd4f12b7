import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Say } from './answering/phrases.ts';
import { countSegments } from './answering/segments.ts';
import { readInvitation } from './broadcast/invite.ts';
import { openBroadcasts } from './broadcast/open-broadcasts.ts';
import { recordSendStatus } from './broadcast/record-send-status.ts';
import { BroadcastSender } from './broadcast/sender.ts';
import { wordsIn } from './broadcast/words-in.ts';
import { AgendaKeeper } from './calendar/agenda-keeper.ts';
import { ensureSampleMonth } from './calendar/demo-month.ts';
import { openAgenda } from './calendar/open-agenda.ts';
import type { Channel, ChannelEvent, ChannelName, InboundEvent, StatusEvent } from './channel.ts';
import { CHANNEL_LIMITS } from './channel-limits.ts';
import type { Config } from './config.ts';
import { firstAccounts, openConsole } from './console/open-console.ts';
import { readLeaves } from './contacts/read-leaves.ts';
import { loadCachedContent } from './content/cached-content.ts';
import { LiveContent } from './content/live-content.ts';
import { type Assistant, compileAssistant } from './content/load-assistant.ts';
import { type Content, ContentError } from './content/load-content.ts';
import { PROJECT_ROOT } from './content/paths.ts';
import { describeProblem } from './content/problem.ts';
import { mailAlerts, openMail } from './handover/mail-alerts.ts';
import { createDesk } from './handover/open-desk.ts';
import { RosterKeeper } from './handover/roster-keeper.ts';
import { alertsByChoice } from './handover/send-alerts.ts';
import { createStaffReach } from './handover/staff-reach.ts';
import { noTranslator } from './handover/translator.ts';
import { tellUndelivered } from './handover/undelivered-alert.ts';
import { Acceptor } from './inbox/accept.ts';
import { HandledEvents } from './inbox/handled-events.ts';
import { openIntake } from './inbox/open-intake.ts';
import { type WebhookRoutes, webhookRoutes } from './inbox/webhooks.ts';
import { openSpeechModel } from './media/speech-model.ts';
import type { SpeechToText } from './media/speech-to-text.ts';
import { healthRoutes } from './observe/health-routes.ts';
import { createLogger, type Logger } from './observe/logger.ts';
import { createMetrics } from './observe/metrics.ts';
import { Outbox } from './outbox/outbox.ts';
import { ABANDONED_AFTER_S, reconcileAbandoned } from './outbox/reconcile.ts';
import { recordStatus } from './outbox/record-status.ts';
import { checkTemplates } from './outbox/templates.ts';
import { createServer } from './server.ts';
import { codeOf, StartError } from './start-error.ts';
import { isStoreReady, openStore, type Store } from './store/open-store.ts';
import { startQueue } from './store/queue.ts';
import { createSealer, type Sealer } from './store/sealer.ts';
import { CRONTAB, tasksOf } from './tasks.ts';
import { understand } from './understanding/understand.ts';

/** Answers worked on at the same time by one server. */
const CONCURRENCY = 10;

/** What `main.ts` gives: the channels, and what each brings of its own. */
export interface Wiring {
  readonly channels: readonly Channel[];
  /** Webhook paths and their channels. */
  readonly webhooks: ReadonlyMap<string, Channel>;
  readonly status?: WebhookRoutes['status'];
  /** Other doors of channels: the simulator's page, Telegram's polling. */
  readonly open?: (door: Door) => Promise<Closer | undefined>;
}

/** What a channel's own door may do: hand events in, and add routes. */
export interface Door {
  readonly app: FastifyInstance;
  readonly logger: Logger;
  accept(channel: Channel, events: readonly ChannelEvent[]): Promise<void>;
  /** Hands one event in and waits until it is answered. */
  submit(channel: ChannelName, event: InboundEvent): Promise<void>;
  priceOf(text: string): { segments: number; euro: number };
}

export type Closer = () => Promise<void>;

export interface Papote {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly sealer: Sealer;
  /** Address it listens on, `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Lines for whoever started it: accounts that are shown only once. */
  readonly notices: readonly string[];
  /** Takes nothing new in, finishes what runs, closes the database last. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly config: Config;
  readonly wiring: Wiring;
  readonly assistant?: Assistant;
  /** Writes out voice notes. Default: the model of the settings, if there is one. */
  readonly speech?: SpeechToText | undefined;
  /** Folder of `knowledge/` and `intents/`, which is watched for changes. Default: the project's own. */
  readonly contentRoot?: string;
  readonly logger?: Logger;
  readonly clock?: () => Date;
}

/** Starts everything in order: content, database, queue, doors. Throws a {@link StartError} when something must be mended. */
export async function startPapote({
  config,
  wiring,
  assistant: given,
  speech: givenSpeech,
  contentRoot = PROJECT_ROOT,
  logger = createLogger(config.logLevel),
  clock = () => new Date(),
}: StartOptions): Promise<Papote> {
  // What is wrong with content or database shows before anything is learnt, which may take a while.
  const content = given === undefined ? readContent(contentRoot) : undefined;
  const speech =
    givenSpeech ?? (config.speechModel === undefined ? undefined : await openSpeechModel(config.speechModel));
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    notice: (line) => logger.warn({ kind: 'store' }, line),
  });
  try {
    const assistant =
      given ?? (await compileAssistant(content ?? readContent(contentRoot), { embeddingModel: config.embeddingModel }));
    return await startOn(store, { config, wiring, assistant, speech, contentRoot, logger, clock });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The content; what is wrong in it in one line, with the command that shows all. */
function readContent(root: string): Content {
  try {
    return loadCachedContent(root);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    const [first] = error.problems;
    throw new StartError(
      `${error.message}${first ? `, the first: ${describeProblem(first)}` : ''}. Run "npm run content" to see all.`,
    );
  }
}

async function startOn(
  store: Store,
  { config, wiring, assistant, speech, contentRoot, logger, clock }: Required<StartOptions>,
): Promise<Papote> {
  const { db, pool, relaxed } = store;
  const sealer = createSealer(config.secretKey ?? demoKey(config.dataDir));
  const metrics = createMetrics();
  const channels = new Map(wiring.channels.map((channel) => [channel.name, channel]));
  const outbox = new Outbox({ relaxed, sealer, channels, metrics, logger, clock });
  const content = new LiveContent(assistant, {
    root: contentRoot,
    onReload: ({ length }) =>
      length === 0
        ? logger.info({ kind: 'content' }, 'the content has changed and is in force')
        : logger.error({ count: length }, 'the content has changed but is not good: the last good one stays in force'),
    onError: (error) => logger.error({ code: codeOf(error) }, 'the content could not be read again'),
  });
  const roster = new RosterKeeper(db, provincesOf(content.assistant()));
  await roster.refresh();
  const agenda = new AgendaKeeper(db, provincesOf(content.assistant()), clock);
  if (config.mode === 'demo') await ensureSampleMonth(db, content.assistant().sample, clock());
  await agenda.refresh();
  const handled = new HandledEvents();
  const acceptor = new Acceptor(pool, sealer);
  const alone = config.databaseUrl === undefined;
  await reconcileAbandoned(pool, outbox, logger, alone ? 0 : ABANDONED_AFTER_S);
  const say: Say = (...args) => content.assistant().renderer.say(...args);
  const nameOf = (territory: string) =>
    content.assistant().renderer.knowledge.territories.get(territory)?.name ?? territory;
  const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const consoleUrl = `${publicUrl}/console`;
  const sendMail = config.mail && openMail(config.mail);
  const mail = sendMail && mailAlerts(sendMail, consoleUrl);
  const record = async (status: StatusEvent): Promise<boolean> =>
    (await recordStatus(pool, status)) ||
    (await recordSendStatus(pool, status, clock())) ||
    tellUndelivered({ db, mail, logger, nameOf }, status);
  const intake = await openIntake({
    ...{ db: pool, acceptor, sealer, metrics, logger, clock },
    folders: { events: join(config.dataDir, 'spool'), states: join(config.dataDir, 'spool-states') },
    assistant: () => content.assistant(),
    record,
  });
  const desk = createDesk({ db, sealer, clock, say, channels, translator: noTranslator });
  const inbox = {
    pool,
    sealer,
    channels,
    assistant: () => content.assistant(),
    roster: () => roster.current(),
    agenda: () => agenda.current(),
    publicUrl: config.publicUrl,
    outbox,
    staffChat: { db, sealer, desk, consoleUrl },
    metrics,
    logger,
    clock,
    dangerTold: intake.dangerTold,
    onHandled: handled.announce,
  };
  const templates = { db, channels, logger, clock };
  const queue = await startQueue({
    db,
    pool: relaxed,
    logger,
    alone,
    crontab: CRONTAB,
    concurrency: CONCURRENCY,
    tasks: tasksOf({
      ...{ ...inbox, db, say, nameOf, intake, speech, keeper: roster },
      send: alertsByChoice({ db, sealer, channels, mail, consoleUrl, logger, clock }),
      renderer: () => content.assistant().renderer,
    }),
  });
  const sender = new BroadcastSender({
    ...{ pool, relaxed, sealer, channels, metrics, logger, clock },
    rates: config.broadcast.rates,
    mayWrite: readLeaves,
    invitation: (one) => readInvitation(db, one, say),
  });
  const broadcasts = openBroadcasts({
    ...{ db, pool, sealer, clock, channels, nameOf, publicUrl, ...config.broadcast },
    words: (language) => wordsIn(language, content.assistant().renderer),
    onReady: () => sender.wake(),
  });
  const app = await createServer(logger);
  await app.register(healthRoutes, {
    metrics,
    checks: {
      database: () => isStoreReady(db),
      content: async () => content.assistant().renderer.knowledge.topics.size > 0,
      // A word that every parent may begin with: whoever does not know it knows nothing.
      model: async () => understand({ text: 'bonjour' }, content.assistant().model).command === 'greeting',
    },
    notes: () => [...content.notes(), ...intake.notes()],
  });
  await app.register(webhookRoutes, {
    channels: wiring.webhooks,
    status: wiring.status,
    accept: intake.accept,
    record: intake.takeStatus,
    metrics,
    logger,
  });
  await openConsole(app, {
    ...{ db, sealer, clock, logger, say, desk },
    reach: createStaffReach({ db, sealer, clock, channels, mail: sendMail }),
    assistant: () => content.assistant(),
    mode: config.mode,
    limits: CHANNEL_LIMITS,
    checkTemplates: () => checkTemplates(templates),
    broadcasts,
    publicUrl: config.publicUrl,
  });
  await openAgenda(app, {
    ...{ db, clock, logger, dataDir: config.dataDir, chromiumPath: config.chromiumPath },
    agenda: () => content.assistant().agenda,
    baseUrl: publicUrl,
  });
  const close = await wiring.open?.({
    app,
    logger,
    accept: intake.acceptAndSay,
    submit: async (channel, event) => {
      const id = await acceptor.accept(channel, event);
      if (id !== null) await handled.wait(id);
    },
    priceOf: (text) => ({ segments: countSegments(text), euro: countSegments(text) * config.broadcast.prices.sms }),
  });
  let address: string;
  try {
    address = await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await close?.();
    await intake.stop();
    await queue.stop();
    throw new StartError(
      `Cannot listen on ${config.host}:${config.port} (${error instanceof Error ? error.message : String(error)}). Set PORT or HOST, or stop what uses it.`,
    );
  }
  let notices: readonly string[];
  try {
    notices = await firstAccounts(db, { mode: config.mode, clock, address: config.publicUrl ?? address });
    await roster.refresh();
    // After the queue, which forgets the servers of a crash: their sends are then settled.
    await sender.start();
  } catch (error) {
    await close?.();
    await app.close();
    await intake.stop();
    await queue.stop();
    throw error;
  }
  const unwatch = content.watch();
  const unwatchRoster = roster.watch((error) =>
    logger.error({ code: codeOf(error) }, 'the duty roster could not be read again'),
  );
  const unwatchAgenda = agenda.watch(pool, (error) =>
    logger.error({ code: codeOf(error) }, 'the calendar could not be read again'),
  );
  return {
    app,
    store,
    sealer,
    address,
    notices,
    async stop() {
      unwatch();
      unwatchRoster();
      unwatchAgenda();
      await close?.();
      await app.close();
      await intake.stop();
      await sender.stop();
      await queue.stop();
      await store.close();
    },
  };
}

function provincesOf({ renderer }: Assistant): ReadonlyMap<string, string> {
  return new Map([...renderer.knowledge.territories].map(([id, { province }]) => [id, province]));
}

/** The demo's own key, made once and kept beside its data. */
function demoKey(dataDir: string): Buffer {
  const path = join(dataDir, 'secret.key');
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600 });
  }
  return Buffer.from(readFileSync(path, 'utf8'), 'base64');
}
