import type { FastifyInstance, FastifyReply } from 'fastify';
import type { OpenedMedia } from '../handover/desk.ts';
import { rangeOf } from './byte-range.ts';
import type { ConversationOptions } from './conversation-routes.ts';

/** A stranger made the file: should a browser take it for a page after all, it can do nothing. */
const NOTHING_RUNS = "default-src 'none'; sandbox";

/** Voice notes, photos and other files of a conversation, for who may open it. */
export async function mediaRoutes(
  app: FastifyInstance,
  { desk, requireSession }: Pick<ConversationOptions, 'desk' | 'requireSession'>,
): Promise<void> {
  app.get<{ Params: { id: string; media: string } }>('/requests/:id/media/:media', async (request, reply) => {
    const session = await requireSession(request, reply);
    if (session === null) return reply;
    const file = await desk.media(session.member, request.params.id, request.params.media);
    return file === null ? reply.callNotFound() : sendFile(reply, file, request.headers.range);
  });
}

/** All of a file, or the part that a player asks for: without that it cannot go forward and back. */
function sendFile(reply: FastifyReply, { bytes, mime, shown, ending }: OpenedMedia, asked: string | undefined) {
  reply.headers({
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'content-disposition': `${shown === 'download' ? 'attachment' : 'inline'}; filename="message.${ending}"`,
    'content-security-policy': NOTHING_RUNS,
    'x-content-type-options': 'nosniff',
  });
  const range = rangeOf(asked, bytes.length);
  if (range === 'whole') return reply.type(mime).send(bytes);
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${bytes.length}`).send();
  return reply
    .code(206)
    .header('content-range', `bytes ${range.from}-${range.to}/${bytes.length}`)
    .type(mime)
    .send(bytes.subarray(range.from, range.to + 1));
}
