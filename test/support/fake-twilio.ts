import Fastify, { type FastifyInstance } from 'fastify';

/** A message that the fake has taken, as Twilio's REST API shows it. */
export interface TakenMessage {
  readonly sid: string;
  readonly to: string;
  readonly from: string | undefined;
  readonly body: string;
  readonly statusCallback: string | undefined;
  /** The template that was sent instead of a text, with its variables as JSON. */
  readonly contentSid: string | undefined;
  readonly contentVariables: string | undefined;
  readonly at: Date;
}

/** What to answer instead of 201 to the next message. */
export interface Trouble {
  readonly status: number;
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Take the message all the same, and only then fail: a lost answer. */
  readonly takeFirst?: boolean;
  /** Close the connection instead of answering. */
  readonly hangUp?: boolean;
}

/** A file that somebody sent, or what is answered instead. */
export interface ServedFile {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Stands in for Twilio's REST API on loopback: takes messages, lists them, fails when told to. */
export class FakeTwilio {
  readonly taken: TakenMessage[] = [];
  readonly troubles: Trouble[] = [];
  /** Files by their address below the base. */
  readonly files = new Map<string, ServedFile>();
  /** Every try to read one, with the account that was shown. */
  readonly fetches: { readonly path: string; readonly authorization: string | undefined }[] = [];
  base = '';
  /** What WhatsApp says of templates, by their id; `trouble`: it cannot be asked. */
  readonly approvals = new Map<string, string>();
  private readonly app: FastifyInstance = Fastify({ forceCloseConnections: true });
  private readonly waiting: { count: number; wake: () => void }[] = [];

  async start(): Promise<string> {
    this.app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    this.app.post<{ Body: Record<string, string> }>(
      '/2010-04-01/Accounts/:account/Messages.json',
      async (request, reply) => {
        const trouble = this.troubles.shift();
        if (trouble === undefined || trouble.takeFirst) this.take(request.body);
        if (trouble?.hangUp) return reply.hijack().raw.destroy();
        if (trouble !== undefined) {
          return reply
            .code(trouble.status)
            .headers({ ...trouble.headers })
            .send({ code: trouble.code, message: 'trouble', more_info: '', status: trouble.status });
        }
        return reply.code(201).send(asJson(this.taken.at(-1)));
      },
    );
    this.app.get<{ Querystring: { To?: string } }>('/2010-04-01/Accounts/:account/Messages.json', async (request) => ({
      messages: this.taken
        .filter((message) => request.query.To === undefined || message.to === request.query.To)
        .map(asJson),
      next_page_uri: null,
      page: 0,
      page_size: 50,
    }));
    this.app.get<{ Params: { sid: string } }>('/v1/Content/:sid/ApprovalRequests', async ({ params }, reply) => {
      const status = this.approvals.get(params.sid);
      if (status === 'trouble') return reply.code(503).send({ message: 'trouble', status: 503 });
      if (status === undefined) return reply.code(404).send({ code: 20404, message: 'not found', status: 404 });
      const whatsapp = { type: 'whatsapp', name: 'answer_waiting', category: 'UTILITY', status, rejection_reason: '' };
      return { sid: params.sid, account_sid: `AC${'0'.repeat(32)}`, whatsapp, url: '' };
    });
    this.app.get('/*', async (request, reply) => {
      const { url: path, headers } = request;
      this.fetches.push({ path, authorization: headers.authorization });
      const file = this.files.get(path);
      return reply
        .code(file?.status ?? (file === undefined ? 404 : 200))
        .headers({ 'content-type': 'application/octet-stream', ...file?.headers })
        .send(file?.body ?? '');
    });
    this.base = await this.app.listen({ port: 0, host: '127.0.0.1' });
    return this.base;
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  /** Resolves once so many messages have been taken in all; gives them. */
  async untilTaken(count: number): Promise<readonly TakenMessage[]> {
    if (this.taken.length < count) await new Promise<void>((wake) => this.waiting.push({ count, wake }));
    return this.taken;
  }

  private take(fields: Record<string, string>): void {
    this.taken.push({
      sid: `SM${String(this.taken.length).padStart(32, '0')}`,
      to: fields.To ?? '',
      from: fields.From ?? fields.MessagingServiceSid,
      body: fields.Body ?? '',
      statusCallback: fields.StatusCallback,
      contentSid: fields.ContentSid,
      contentVariables: fields.ContentVariables,
      at: new Date(),
    });
    for (const one of this.waiting) if (this.taken.length >= one.count) one.wake();
  }
}

function asJson(message: TakenMessage | undefined): object {
  return {
    sid: message?.sid,
    to: message?.to,
    from: message?.from,
    body: message?.body,
    status: 'queued',
    direction: 'outbound-api',
    date_created: message?.at.toUTCString(),
    date_sent: message?.at.toUTCString(),
    error_code: null,
  };
}
