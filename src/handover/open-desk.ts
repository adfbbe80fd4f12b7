import type { Kysely } from 'kysely';
import type { Say } from '../answering/phrases.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { Desk } from './desk.ts';
import { deskCall } from './desk-call.ts';
import { deskClose } from './desk-close.ts';
import { deskInvite } from './desk-invite.ts';
import { deskLists } from './desk-list.ts';
import { deskMedia } from './desk-media.ts';
import { deskNotes } from './desk-notes.ts';
import { deskOpen } from './desk-open.ts';
import type { Channels } from './desk-reach.ts';
import { deskReply } from './desk-reply.ts';
import { deskTake } from './desk-take.ts';
import { deskTransfer } from './desk-transfer.ts';
import type { Translator } from './translator.ts';

export interface DeskDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly clock: () => Date;
  readonly say: Say;
  /** For what each channel can carry, and for how long. */
  readonly channels: Channels;
  readonly translator: Translator;
}

/** The requests for a human, as those who answer them work with them. Whatever is not for a member is not there for them. */
export function createDesk(dependencies: DeskDependencies): Desk {
  const { db, sealer, clock } = dependencies;
  const replying = deskReply(dependencies);
  return {
    ...deskLists(db, clock),
    ...deskOpen(dependencies),
    ...deskMedia(dependencies),
    ...deskTake(dependencies),
    ...replying,
    ...deskCall(dependencies),
    ...deskInvite(dependencies, replying),
    ...deskNotes(db, sealer, clock),
    ...deskClose(dependencies),
    ...deskTransfer(dependencies),
  };
}
