import type pg from 'pg';

export interface Place {
  readonly contact: string;
  readonly occurrence: string;
  /** Said at the door. */
  readonly code: string;
  /** Digest of the occurrence as the parent was shown it: a change of it is told. */
  readonly told: string;
}

/** The last place was taken while the parent was told of it: to be decided again. */
export class OccurrenceFull extends Error {
  readonly occurrence: string;

  constructor(occurrence: string) {
    super('no place is left');
    this.occurrence = occurrence;
  }
}

/**
 * Takes a place, inside the turn's transaction; who has one already keeps it. Of two who want the last place one gets it: for the
 * other this throws {@link OccurrenceFull}, as for what is cancelled, has begun or can be registered for no more.
 */
export async function register(
  client: pg.ClientBase,
  { contact, occurrence, code, told }: Place,
  now: Date,
): Promise<void> {
  // A lock before the count, which is a statement of its own so that it sees who was faster.
  const { rows } = await client.query<{ places: number | null }>(
    `select activities.places from occurrences join activities on activities.id = occurrences.activity_id
     where occurrences.id = $1 and occurrences.state = 'planned' and occurrences.starts_at > $2
       and (activities.register_until is null or activities.register_until > $2)
     for update of occurrences`,
    [occurrence, now],
  );
  const row = rows[0];
  if (row === undefined) throw new OccurrenceFull(occurrence);
  const { rowCount } = await client.query(
    `insert into registrations (occurrence_id, contact_id, code, created_at, told)
     select $1, $2, $3, $4, $6
     where $5::int is null
       or (select count(*) from registrations where occurrence_id = $1 and cancelled_at is null) < $5
       or exists (select 1 from registrations where occurrence_id = $1 and contact_id = $2 and cancelled_at is null)
     on conflict (occurrence_id, contact_id) where cancelled_at is null do nothing`,
    [occurrence, contact, code, now, row.places, told],
  );
  if (rowCount === 0 && !(await isRegistered(client, contact, occurrence))) throw new OccurrenceFull(occurrence);
}

async function isRegistered(client: pg.ClientBase, contact: string, occurrence: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'select 1 from registrations where occurrence_id = $1 and contact_id = $2 and cancelled_at is null',
    [occurrence, contact],
  );
  return rowCount !== 0;
}

/** Gives a place back; a reminder that waits is not sent, and nothing is told again. */
export async function unregister(client: pg.ClientBase, contact: string, occurrence: string, now: Date): Promise<void> {
  await client.query(
    `with given_back as (
       update registrations set cancelled_at = $3, notice = null where occurrence_id = $2 and contact_id = $1 and cancelled_at is null
       returning reminder
     )
     update outgoing set state = 'cancelled', updated_at = now() from given_back
     where outgoing.state = 'planned' and outgoing.contact_id = $1 and starts_with(outgoing.id, given_back.reminder)`,
    [contact, occurrence, now],
  );
}

/** Has the parent reminded the day before. */
export async function wishReminder(client: pg.ClientBase, contact: string, occurrence: string): Promise<void> {
  await client.query(
    'update registrations set remind = true where occurrence_id = $2 and contact_id = $1 and cancelled_at is null',
    [contact, occurrence],
  );
}
