import type { Member } from '../handover/desk.ts';
import { UUID } from './uuid.ts';

/** Whether broadcasts are there for a member. */
export function mayWork({ role }: Pick<Member, 'role'>): boolean {
  return role !== 'tpr';
}

/** Whether a broadcast of that id may be there for a member. */
export function mayWorkOn(member: Pick<Member, 'role'>, id: string): boolean {
  return mayWork(member) && UUID.test(id);
}
