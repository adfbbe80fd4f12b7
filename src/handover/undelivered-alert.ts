import { sql } from 'kysely';
import type { StatusEvent } from '../channel.ts';
import { codeOf } from '../start-error.ts';
import type { Alert, AlertingDependencies } from './alert-staff.ts';
import type { SendingDependencies } from './send-alerts.ts';

type Needed = Pick<SendingDependencies, 'db' | 'mail' | 'logger'> & Pick<AlertingDependencies, 'nameOf'>;

interface Row extends Omit<Alert, 'to'> {
  readonly staff: string;
  readonly email: string;
}

/**
 * Tells by e-mail of a request that still waits, or that was given to who has it, when an SMS that should have told of it did not arrive: networks say so only
 * afterwards. False when there is nobody to tell: it was no alert, or its request waits no more.
 */
export async function tellUndelivered({ db, mail, logger, nameOf }: Needed, status: StatusEvent): Promise<boolean> {
  if (status.state !== 'failed') return false;
  const { rows } = await sql<Row>`
    with failed as (
      delete from alert_messages where provider_id = ${status.outgoingId} returning staff_id, request_id, sent_at
    )
    select staff.id as staff, staff.email, staff.language, requests.id as request, requests.priority, requests.territory,
      requests.state = 'taken' as transferred
    from failed
      join staff on staff.id = failed.staff_id and staff.active
      join requests on requests.id = failed.request_id
        -- Told of after it was taken: a colleague had it before.
        and (requests.state = 'open' or (requests.taken_by = staff.id and requests.state = 'taken' and sent_at > taken_at))
  `.execute(db);
  const row = rows[0];
  if (row === undefined) return false;
  const { staff, email, territory, ...about } = row;
  logger.warn({ request: row.request, channel: 'sms', code: status.error?.code }, 'an alert did not arrive');
  try {
    await mail?.({
      ...about,
      to: { staff, email, by: 'mail', address: null },
      territory: territory === null ? null : nameOf(territory),
    });
  } catch (error) {
    // The provider does not say it twice; the request moves on when its time is over.
    logger.error({ request: row.request, code: codeOf(error) }, 'nor could it be sent by e-mail');
  }
  return true;
}
