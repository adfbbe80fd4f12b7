import type { TaskList } from 'graphile-worker';
import { makeDrafts } from './broadcast/make-drafts.ts';
import { type ReminderDependencies, remind } from './calendar/remind.ts';
import { tellRegistered } from './calendar/tell-registered.ts';
import { forgetOld } from './contacts/forget-old.ts';
import { takeBack } from './contacts/take-back.ts';
import { type AlertingDependencies, alertStaff } from './handover/alert-staff.ts';
import { type MovingDependencies, moveRequests } from './handover/move-requests.ts';
import { relay } from './handover/relay.ts';
import type { RosterKeeper } from './handover/roster-keeper.ts';
import { handleContact, type InboxDependencies } from './inbox/handle-contact.ts';
import type { OpenIntake } from './inbox/open-intake.ts';
import { foldCounters } from './indicators/fold-counters.ts';
import { fetchMedia } from './media/fetch-media.ts';
import { hearMedia } from './media/hear-media.ts';
import type { SpeechToText } from './media/speech-to-text.ts';
import { reconcileAbandoned } from './outbox/reconcile.ts';
import { checkTemplates } from './outbox/templates.ts';
import type { Store } from './store/open-store.ts';
import { readJob } from './store/read-job.ts';

/**
 * graphile-worker's crontab, in UTC: settle abandoned sends and pass on late requests each minute; tell who has a place of
 * changes every five; draft broadcasts and remind every ten; forget what is old and ask for the states of templates each hour.
 */
export const CRONTAB = `* * * * * reconcile
* * * * * duty
* * * * * fold-counters
*/10 * * * * draft-broadcasts
*/10 * * * * remind
*/5 * * * * tell-registered
17 * * * * forget
43 * * * * check-templates
`;

export interface TaskDependencies
  extends InboxDependencies,
    Pick<MovingDependencies, 'say'>,
    Pick<AlertingDependencies, 'nameOf' | 'send'>,
    Pick<ReminderDependencies, 'renderer'>,
    Pick<Store, 'db' | 'pool'> {
  readonly keeper: Pick<RosterKeeper, 'refresh'>;
  readonly intake: Pick<OpenIntake, 'forgetOld'>;
  readonly speech: SpeechToText | undefined;
}

/** What the queue does, by the name of the job. */
export function tasksOf(use: TaskDependencies): TaskList {
  const { db, pool, sealer, channels, outbox, keeper, intake, speech, logger, clock } = use;
  return {
    inbound: (payload) => handleContact(readJob.inbound(payload).contact, use),
    deliver: (payload) => outbox.deliver(pool, readJob.deliver(payload).outgoing),
    'fetch-media': (payload, { job }) =>
      fetchMedia(readJob.media(payload).media, job.attempts >= job.max_attempts, {
        ...{ db, sealer, channels, logger },
        hears: speech !== undefined,
      }),
    'hear-media': async (payload) => {
      // Queued by a server that has a speech model, perhaps another one.
      if (speech !== undefined) await hearMedia(readJob.media(payload).media, { db, sealer, speech, logger });
    },
    relay: (payload) => relay(use, readJob.relay(payload)),
    'take-back': (payload) => takeBack(readJob.takeBack(payload).sealed, sealer, channels),
    reconcile: async () => void (await reconcileAbandoned(pool, outbox, logger)),
    duty: async () => {
      await keeper.refresh();
      await moveRequests(use);
      await alertStaff(use);
    },
    remind: () => remind(use),
    'tell-registered': () => tellRegistered(use),
    forget: async () => {
      await forgetOld(db, clock());
      await intake.forgetOld(clock());
    },
    'draft-broadcasts': async () => void (await makeDrafts(db, clock())),
    'check-templates': async () => void (await checkTemplates(use)),
    'fold-counters': () => foldCounters(pool),
  };
}
