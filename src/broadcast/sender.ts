import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Channel, type ChannelName, canReconcile, type SendResult } from '../channel.ts';
import { markAddress } from '../contacts/mark-address.ts';
import type { Leave } from '../contacts/may-write-to.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import { codeOf } from '../start-error.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import { type Claimed, claim } from './claim.ts';
import { dropText, type Invitation, keepText } from './invite.ts';
import { moveBroadcasts } from './move-broadcasts.ts';
import { hindrance, type Outcome, outcomeOf, stopsAll } from './outcome.ts';
import { ResultWriter } from './result-writer.ts';
import { endBroadcast, freeLane, holdLane } from './results.ts';
import { closingAfter, isOpenHour } from './schedule.ts';
import { SETTLE_WAITS, type SettleWaits, settleSends } from './settle.ts';

/** Messages a second of each channel's sender; for SMS, parts a second. */
export type Rates = Readonly<Record<ChannelName, number>>;

/** What a crash may leave in doubt is kept small, above all where the provider cannot be asked afterwards. */
interface Stride {
  /** How long the rows that are marked before a round of calls may take at the sender's rate, in seconds. */
  readonly seconds: number;
  /** How long before its slot a message may be marked, in milliseconds. */
  readonly ahead: number;
}

const ASKABLE: Stride = { seconds: 0.5, ahead: 1_000 };
const NOT_ASKABLE: Stride = { seconds: 0.08, ahead: 100 };
const MOST_MARKED = 16;
/** Rounds of calls on their way at the same time. */
const ROUNDS = 4;

/** In milliseconds. */
export interface SenderTimes extends SettleWaits {
  /** Pause of a lane without work. */
  readonly idle: number;
  /** Between two looks at what time has brought. */
  readonly maintenance: number;
}

const TIMES: SenderTimes = { ...SETTLE_WAITS, idle: 1_000, maintenance: 5_000 };
/** Texts kept open in memory: all of a week's, one for each territory, language and channel. */
const MOST_TEXTS = 2_000;

export interface SenderDependencies {
  readonly pool: pg.Pool;
  /** For what is found out again after a power cut: see `Store`. */
  readonly relaxed: pg.Pool;
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly rates: Rates;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => Date;
  /** When these contacts may be written to; who is not in it, at once. */
  readonly mayWrite: (
    db: Queryable,
    contacts: readonly { readonly contact: string; readonly lastInboundAt: Date | null }[],
    now: Date,
  ) => Promise<ReadonlyMap<string, Leave>>;
  /** What to send where only an approved text may go; undefined: nothing is. */
  readonly invitation: (one: Pick<Claimed, 'kind' | 'language'>) => Promise<Invitation | undefined>;
  readonly times?: SenderTimes;
}

/**
 * Sends released broadcasts, a lane for each channel. A row is `sending`, and committed, before the provider is called; no lock
 * is held meanwhile, and no worker of the queue, so that answers to parents never wait behind it.
 */
export class BroadcastSender {
  private readonly use: SenderDependencies;
  private readonly times: SenderTimes;
  private readonly node = randomUUID();
  private readonly results: ResultWriter;
  private readonly texts = new Map<string, string>();
  private readonly sleepers = new Set<() => void>();
  private readonly idle = new Set<() => void>();
  private running: Promise<unknown> = Promise.resolve();
  private stopping = false;

  constructor(dependencies: SenderDependencies) {
    this.use = dependencies;
    this.times = dependencies.times ?? TIMES;
    this.results = new ResultWriter(dependencies.relaxed, dependencies.clock, dependencies.logger);
  }

  async start(): Promise<void> {
    await this.moveOn();
    this.running = this.run();
  }

  /** What a crash left in doubt comes first: a server that crashes again and again must not pile it up. */
  private async run(): Promise<void> {
    await this.settle();
    await Promise.all([
      this.runMaintenance(),
      ...[...this.use.channels.values()].map((channel) => this.runLane(channel)),
    ]);
  }

  private async settle(): Promise<void> {
    const { pool, clock } = this.use;
    await this.safely(() => settleSends({ ...this.use, db: pool }, this.times, clock()));
  }

  /** Something was released or resumed: looks at once. */
  wake(): void {
    for (const wake of this.idle) wake();
  }

  /** Claims nothing more; waits for the answers that are on their way and writes them. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const wake of [...this.sleepers, ...this.idle]) wake();
    await this.running;
    await this.results.close();
    // Without the database nobody is told; the others notice by themselves.
    await this.use.pool.query('delete from nodes where id = $1', [this.node]).catch(() => undefined);
  }

  private async runMaintenance(): Promise<void> {
    while (!this.stopping) {
      await this.sleep(this.times.maintenance);
      if (this.stopping) return;
      await this.settle();
      await this.safely(() => this.moveOn());
    }
  }

  /** Tells the other servers that this one lives, and moves broadcasts on. */
  private async moveOn(): Promise<void> {
    const { pool, clock } = this.use;
    await pool.query(
      `insert into nodes (id, worker_ids, seen_at) values ($1, '{}', now()) on conflict (id) do update set seen_at = now()`,
      [this.node],
    );
    await moveBroadcasts(pool, clock());
  }

  private async runLane(channel: Channel): Promise<void> {
    const rounds = new Set<Promise<void>>();
    while (!this.stopping) {
      if (rounds.size >= ROUNDS) await Promise.race(rounds);
      const claimed = (await this.safely(() => this.claimNext(channel))) ?? [];
      if (claimed.length === 0) {
        await this.sleep(this.times.idle, this.idle);
        continue;
      }
      const round: Promise<void> = this.sendRound(channel, claimed).finally(() => rounds.delete(round));
      rounds.add(round);
      const end = claimed.at(-1)?.slot.getTime() ?? 0;
      await this.sleepUntil(end - strideOf(channel).ahead / 2);
    }
    await Promise.all(rounds);
  }

  private async claimNext(channel: Channel): Promise<readonly Claimed[]> {
    const { pool, rates, clock } = this.use;
    const now = clock();
    if (!isOpenHour(now)) return [];
    const rate = rates[channel.name];
    const { seconds, ahead } = strideOf(channel);
    const most = Math.min(MOST_MARKED, Math.ceil(rate * seconds));
    return claim(pool, { channel: channel.name, most, rate, ahead, node: this.node, now });
  }

  private async sendRound(channel: Channel, claimed: readonly Claimed[]): Promise<void> {
    const { pool, mayWrite, clock } = this.use;
    const allowed = await this.safely(() => mayWrite(pool, claimed, clock()));
    const texts = allowed && (await this.safely(() => this.openTexts(claimed)));
    if (texts === undefined || allowed === undefined) {
      for (const one of claimed) this.giveBack(one);
      return;
    }
    await Promise.all(
      claimed.map(async (one) => {
        const held = hindrance(one, channel.limits, allowed.get(one.contact) ?? 'now', clock());
        const invitation =
          held?.state === 'needs-template' ? await this.safely(() => this.use.invitation(one)) : undefined;
        if (held !== undefined && invitation === undefined) {
          this.put(one, held, false);
          return one.probe ? this.safely(() => freeLane(pool, channel.name, false)) : undefined;
        }
        await this.sleepUntil(one.slot.getTime());
        if (this.stopping) return this.giveBack(one);
        const sent = await this.safely(() =>
          this.sendOne(channel, one, texts.get(one.text) ?? '', invitation).then(() => true),
        );
        if (sent !== true) this.leaveInDoubt(channel, one);
      }),
    );
  }

  /** It was never handed to the provider. Written like any result: again and again until the database takes it. */
  private giveBack(one: Claimed): void {
    this.put(one, { state: 'planned', error: null, providerId: null, notBefore: null }, false);
  }

  /** The database went away around the call: whether the provider has it is settled as after a lost answer. */
  private leaveInDoubt(channel: Channel, one: Claimed): void {
    const error = { kind: 'unreachable', code: 'interrupted' } as const;
    const facts = { attempts: one.attempts, canAsk: canReconcile(channel), now: this.use.clock() };
    this.put(one, outcomeOf({ ok: false, error }, facts), false);
  }

  private put({ id, broadcast, attempts }: Claimed, outcome: Outcome, tried: boolean): void {
    this.results.put({ ...outcome, id, broadcast, attempts, tried });
  }

  private async sendOne(channel: Channel, one: Claimed, text: string, invitation?: Invitation): Promise<void> {
    const { pool, sealer, metrics, logger, clock } = this.use;
    if (invitation !== undefined) await keepText(pool, sealer, one, text);
    const said = invitation ?? { text };
    const until = closingAfter(clock());
    const result = await channel.send({ id: one.id, address: sealer.open(one.recipient), buttons: [], until, ...said });
    metrics.sent.inc({ channel: channel.name, outcome: result.ok ? 'accepted' : result.error.kind });
    const outcome = await this.outcomeOf(channel, one, result, invitation !== undefined);
    this.put(one, outcome, true);
    if (result.ok) {
      if (one.probe) await this.safely(() => freeLane(pool, channel.name, true));
      return;
    }
    const { error } = result;
    logger.warn({ outgoing: one.id, channel: channel.name, kind: error.kind, code: error.code }, 'not sent');
    await this.safely(async () => {
      if (error.kind === 'throttled')
        await holdLane(pool, channel.name, { now: clock(), probe: one.probe, seconds: error.retryAfter });
      else if (error.kind === 'unreachable') await holdLane(pool, channel.name, { now: clock(), probe: one.probe });
      // Whoever refuses one message answers, and may take the others.
      else if (one.probe) await freeLane(pool, channel.name, true);
      if (error.kind === 'stopped') await markAddress(pool, one.contact, channel.name, 'blocked');
      if (error.kind === 'invalid') await markAddress(pool, one.contact, channel.name, 'dead');
      if (stopsAll(error) && (await endBroadcast(pool, one.broadcast, error.code, clock())))
        logger.error({ broadcast: one.broadcast, code: error.code }, 'the provider refuses this broadcast: stopped');
    });
  }

  /** An invitation that did not leave is tried again, unless the parent wrote meanwhile and has the text itself. */
  private async outcomeOf(channel: Channel, one: Claimed, result: SendResult, invited: boolean): Promise<Outcome> {
    const { pool, clock } = this.use;
    const outcome = outcomeOf(result, { attempts: one.attempts, canAsk: canReconcile(channel), now: clock() });
    if (!invited || ['accepted', 'sending', 'unknown'].includes(outcome.state) || (await dropText(pool, one.id)))
      return outcome;
    return { state: 'accepted', error: null, providerId: null, notBefore: null };
  }

  /** The texts of these sends, opened once each. */
  private async openTexts(claimed: readonly Claimed[]): Promise<ReadonlyMap<string, string>> {
    const { pool, sealer } = this.use;
    const missing = [...new Set(claimed.map(({ text }) => text))].filter((id) => !this.texts.has(id));
    if (missing.length > 0) {
      if (this.texts.size > MOST_TEXTS) this.texts.clear();
      const { rows } = await pool.query<{ id: string; body: Buffer }>(
        'select id, body from broadcast_texts where id = any($1::bigint[])',
        [missing],
      );
      for (const { id, body } of rows) this.texts.set(id, sealer.open(body));
    }
    return this.texts;
  }

  /** The database may be away for a while: then nothing is sent, and the lanes look again later. */
  private async safely<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.use.logger.error({ kind: 'broadcast', code: codeOf(error) }, 'a round of a broadcast went wrong');
      return undefined;
    }
  }

  private sleepUntil(at: number): Promise<void> {
    const wait = at - this.use.clock().getTime();
    return wait > 0 ? this.sleep(wait) : Promise.resolve();
  }

  private sleep(milliseconds: number, sleepers = this.sleepers): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      sleepers.add(wake);
    });
  }
}

function strideOf(channel: Channel): Stride {
  return canReconcile(channel) ? ASKABLE : NOT_ASKABLE;
}
