import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { StaffReach } from '../handover/staff-reach.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { Gazetteer } from '../understanding/find-place.ts';
import type { Attempts } from './attempts.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Sessions } from './session.ts';

/** A territory of the network, as people call it. */
export interface TerritoryName {
  readonly id: string;
  readonly name: string;
}

/** What the routes of the console work with; those of the inbox have options of their own. */
export interface ConsoleContext {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly clock: () => Date;
  readonly logger: Logger;
  readonly secureCookies: boolean;
  readonly territories: readonly TerritoryName[];
  /** What towns are found with, as the content stands now. */
  readonly gazetteer: () => Gazetteer;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly secondFactor: SecondFactor;
  /** How members are alerted outside the console. */
  readonly reach: StaffReach;
  /** The address under which the console is reached from outside. */
  readonly baseOf: (request: FastifyRequest) => string;
}
