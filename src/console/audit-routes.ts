import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AUDIT_ACTIONS } from '../handover/audit.ts';
import { isRequestId } from '../handover/desk-sight.ts';
import { type AuditFilter, readAudit } from '../handover/read-audit.ts';
import { listStaff } from '../handover/staff.ts';
import { ADMINISTRATORS, allowed, sendPage } from './answers.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { auditPage } from './pages/audit.ts';
import { type AuditTexts, frAudit } from './texts/fr-audit.ts';
import { nlAudit } from './texts/nl-audit.ts';
import type { ConsoleLanguage } from './texts/texts.ts';

const TEXTS: Readonly<Record<ConsoleLanguage, AuditTexts>> = { fr: frAudit, nl: nlAudit };

/** Who did what: for administrators alone. */
export async function auditRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  const { db, territories } = context;
  app.get('/audit', async (request, reply) => {
    const session = await allowed(request, reply, context, ADMINISTRATORS);
    if (session === null) return reply;
    const filter = readFilter(request.query);
    const [found, members] = await Promise.all([readAudit(db, filter), listStaff(db)]);
    return sendPage(
      reply,
      auditPage({ session, texts: TEXTS[session.member.language], filter, found, members, territories }),
    );
  });
}

/** What is not in order chooses nothing. */
function readFilter(query: unknown): AuditFilter {
  const [member, request, day, before] = ['member', 'request', 'day', 'before'].map((name) =>
    readField(query, name).trim(),
  );
  const action = AUDIT_ACTIONS.find((one) => one === readField(query, 'action'));
  return {
    ...(member && { member: member.replaceAll('\0', '') }),
    ...(request && isRequestId(request) && { request }),
    ...(action && { action }),
    ...(day && z.iso.date().safeParse(day).success && { day }),
    ...(before && isRequestId(before) && { before }),
  };
}
