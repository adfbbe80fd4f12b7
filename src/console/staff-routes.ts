import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { dayAt } from '../handover/brussels-day.ts';
import {
  activate,
  addStaff,
  changeAbsences,
  changeHours,
  changeProfile,
  deactivate,
  findStaff,
  listStaff,
  type StaffMember,
} from '../handover/staff.ts';
import { ADMINISTRATORS, allowed, byOf, doneText, LEADERS, sendNotFound, sendPage, textsFor } from './answers.ts';
import type { ConsoleContext } from './context.ts';
import { readAbsences, readHours } from './duty-input.ts';
import { createInvitation } from './invitations.ts';
import { staffPage } from './pages/staff.ts';
import { linkPage, type StaffMemberOptions, staffMemberPage } from './pages/staff-member.ts';
import { STAFF_PATH } from './paths.ts';
import { readProfile } from './profile-input.ts';
import type { StoredSession } from './session.ts';

const STAFF_ID = /^[\w-]{1,64}$/;

interface OfMember {
  Params: { id: string };
}

/** The team: seen by coordinators, who keep hours and absences, and administrators, who also keep accounts. */
export async function staffRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  const { db, clock, territories, secondFactor, baseOf } = context;

  async function showAll(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    wrong: Pick<StaffMemberOptions, 'typed' | 'errors'> = {},
  ): Promise<FastifyReply> {
    const members = await listStaff(db);
    const today = dayAt(clock().getTime()).date;
    const texts = textsFor(request, session);
    const code = wrong.errors === undefined ? 200 : 422;
    return sendPage(reply, staffPage({ session, texts, members, territories, today, ...wrong }), code);
  }

  function showOne(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    member: StaffMember,
    wrong: Pick<StaffMemberOptions, 'typed' | 'errors' | 'hours' | 'absences' | 'alert'> = {},
  ): FastifyReply {
    const texts = textsFor(request, session);
    const notice = doneText(request, texts);
    const code = Object.keys(wrong).length === 0 ? 200 : 422;
    return sendPage(reply, staffMemberPage({ session, texts, member, territories, notice, ...wrong }), code);
  }

  async function showLink(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    member: StaffMember,
  ): Promise<FastifyReply> {
    const token = await createInvitation(db, member.id, byOf(session, clock));
    const link = `${baseOf(request)}/console/invitation/${token}`;
    return sendPage(reply, linkPage({ session, texts: textsFor(request, session), member, link }));
  }

  /** A page or form about one member, for those who may. */
  function about(
    roles: typeof LEADERS | typeof ADMINISTRATORS,
    answer: (
      request: FastifyRequest<OfMember>,
      reply: FastifyReply,
      session: StoredSession,
      member: StaffMember,
    ) => FastifyReply | Promise<FastifyReply>,
  ) {
    return async (request: FastifyRequest<OfMember>, reply: FastifyReply): Promise<FastifyReply> => {
      const session = await allowed(request, reply, context, roles);
      if (session === null) return reply;
      const { id } = request.params;
      const member = STAFF_ID.test(id) ? await findStaff(db, id) : null;
      return member === null ? sendNotFound(request, reply, session) : answer(request, reply, session, member);
    };
  }

  const back = (reply: FastifyReply, { id }: StaffMember, done: string): FastifyReply =>
    reply.redirect(`${STAFF_PATH}/${id}?done=${done}`, 303);

  app.get('/staff', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    return session === null ? reply : showAll(request, reply, session);
  });

  app.post('/staff', async (request, reply) => {
    const session = await allowed(request, reply, context, ADMINISTRATORS);
    if (session === null) return reply;
    const { typed, profile, errors } = readProfile(request.body, territories);
    if (profile === null) return showAll(request, reply, session, { typed, errors });
    const added = await addStaff(db, profile, byOf(session, clock));
    const member = added === 'email-taken' ? null : await findStaff(db, added);
    if (member === null) return showAll(request, reply, session, { typed, errors: { email: 'emailTaken' } });
    return showLink(request, reply, session, member);
  });

  app.get<OfMember>('/staff/:id', about(LEADERS, showOne));

  app.post<OfMember>(
    '/staff/:id/profile',
    about(ADMINISTRATORS, async (request, reply, session, member) => {
      const { typed, profile, errors } = readProfile(request.body, territories);
      if (profile === null) return showOne(request, reply, session, member, { typed, errors });
      const result = await changeProfile(db, member.id, profile, byOf(session, clock));
      if (result === 'done') return back(reply, member, 'profile');
      if (result === 'gone') return sendNotFound(request, reply, session);
      const wrong =
        result === 'email-taken' ? { email: 'emailTaken' as const } : { role: 'lastAdministrator' as const };
      return showOne(request, reply, session, member, { typed, errors: wrong });
    }),
  );

  app.post<OfMember>(
    '/staff/:id/hours',
    about(LEADERS, async (request, reply, session, member) => {
      const { entries, ...hours } = readHours(request.body);
      if (entries === null) return showOne(request, reply, session, member, { hours });
      await changeHours(db, member.id, entries, byOf(session, clock));
      return back(reply, member, 'hours');
    }),
  );

  app.post<OfMember>(
    '/staff/:id/absences',
    about(LEADERS, async (request, reply, session, member) => {
      const { entries, ...absences } = readAbsences(request.body, clock());
      if (entries === null) return showOne(request, reply, session, member, { absences });
      await changeAbsences(db, member.id, entries, byOf(session, clock));
      return back(reply, member, 'absences');
    }),
  );

  app.post<OfMember>(
    '/staff/:id/invitation',
    about(ADMINISTRATORS, (request, reply, session, member) =>
      member.active ? showLink(request, reply, session, member) : sendNotFound(request, reply, session),
    ),
  );

  app.post<OfMember>(
    '/staff/:id/second-factor/remove',
    about(ADMINISTRATORS, async (_request, reply, session, member) => {
      await secondFactor.remove(member.id, byOf(session, clock));
      return back(reply, member, 'second-factor-removed');
    }),
  );

  app.post<OfMember>(
    '/staff/:id/deactivate',
    about(ADMINISTRATORS, async (request, reply, session, member) => {
      const result = await deactivate(db, member.id, byOf(session, clock));
      if (result === 'done') return back(reply, member, 'deactivated');
      const { lastAdministrator } = textsFor(request, session).staff;
      return showOne(request, reply, session, member, { alert: lastAdministrator });
    }),
  );

  app.post<OfMember>(
    '/staff/:id/activate',
    about(ADMINISTRATORS, async (_request, reply, session, member) => {
      await activate(db, member.id, byOf(session, clock));
      return back(reply, member, 'activated');
    }),
  );
}
