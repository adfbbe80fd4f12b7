import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { ChannelLimits, ChannelName } from '../channel.ts';
import type { Assistant } from '../content/load-assistant.ts';
import type { Desk } from '../handover/desk.ts';
import type { Tables } from '../store/tables.ts';
import { atHand } from './at-hand.ts';
import { ensureDemoAccounts } from './demo-accounts.ts';
import { ensureFirstAdministrator } from './first-administrator.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { type ConsoleOptions, consoleRoutes } from './index.ts';
import { createSimulator } from './simulator.ts';

export interface ConsoleDoor
  extends Pick<
    ConsoleOptions,
    'db' | 'sealer' | 'clock' | 'logger' | 'reach' | 'say' | 'checkTemplates' | 'broadcasts'
  > {
  readonly desk: Desk;
  readonly assistant: () => Assistant;
  readonly mode: 'demo' | 'live';
  readonly publicUrl: string | undefined;
  /** What every channel can carry. */
  readonly limits: Readonly<Record<ChannelName, ChannelLimits>>;
}

/** Adds the console to the server. */
export async function openConsole(app: FastifyInstance, door: ConsoleDoor): Promise<void> {
  const { assistant, clock, desk, publicUrl } = door;
  const { knowledge } = assistant().renderer;
  const territories = [...knowledge.territories.values()].map(({ id, name }) => ({ id, name }));
  await app.register(consoleRoutes, {
    prefix: '/console',
    ...door,
    simulator: createSimulator(door),
    publicUrl,
    secureCookies: publicUrl?.startsWith('https://') ?? false,
    gazetteer: () => assistant().model.places.gazetteer,
    territories,
    registerInbox: (routes, requireSession) =>
      inboxRoutes(routes, { desk, requireSession, clock, territories, ...atHand(assistant) }),
  });
}

/** What whoever starts Papote for the first time has to know to sign in, a line each; nothing once there are accounts. */
export async function firstAccounts(
  db: Kysely<Tables>,
  { mode, clock, address }: { readonly mode: 'demo' | 'live'; readonly clock: () => Date; readonly address: string },
): Promise<readonly string[]> {
  if (mode === 'live') {
    const path = await ensureFirstAdministrator(db, clock());
    return path === null
      ? []
      : [`Nobody works here yet. Make the first account (once, within 7 days): ${address}${path}`];
  }
  const accounts = await ensureDemoAccounts(db, clock);
  if (accounts.length === 0) return [];
  return [
    `The console for the people of the network: ${address}/console (these accounts are shown only once)`,
    ...accounts.map(({ email, password, role }) => `  ${role.padEnd(14)} ${email.padEnd(28)} ${password}`),
  ];
}
