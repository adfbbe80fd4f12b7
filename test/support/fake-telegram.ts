import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

export interface TelegramCall {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Id of the message that it made, if it was taken. */
  readonly messageId: number;
}

/** What to answer instead of success to the next sendMessage. */
export interface TelegramTrouble {
  readonly errorCode: number;
  readonly description: string;
  readonly retryAfter?: number;
}

const BOT = { id: 123_456, is_bot: true, first_name: 'Papote', username: 'papote_test_bot' };

/** Stands in for the Bot API on loopback: records calls, answers sendMessage with ids, fails when told to. */
export class FakeTelegram {
  readonly calls: TelegramCall[] = [];
  readonly troubles: TelegramTrouble[] = [];
  /** Files that people sent, by id. */
  readonly files = new Map<string, Buffer>();
  private readonly app: FastifyInstance = Fastify({ forceCloseConnections: true });
  private readonly waiting: { method: string; count: number; wake: () => void }[] = [];
  private nextMessage = 1_000;

  async start(): Promise<string> {
    this.app.post<{ Params: { bot: string; method: string }; Body: Record<string, unknown> }>(
      '/:bot/:method',
      async (request, reply) => {
        const { method } = request.params;
        if (method === 'getFile') return this.getFile(String(request.body.file_id), reply);
        const trouble = method === 'sendMessage' ? this.troubles.shift() : undefined;
        this.nextMessage += 1;
        if (trouble === undefined) this.record({ method, payload: request.body ?? {}, messageId: this.nextMessage });
        if (trouble !== undefined) {
          return reply.code(trouble.errorCode).send({
            ok: false,
            error_code: trouble.errorCode,
            description: trouble.description,
            ...(trouble.retryAfter !== undefined && { parameters: { retry_after: trouble.retryAfter } }),
          });
        }
        const sent = {
          message_id: this.nextMessage,
          date: 1_700_000_000,
          chat: { id: Number(request.body?.chat_id), type: 'private' },
        };
        return { ok: true, result: { sendMessage: sent, getUpdates: [], getMe: BOT }[method] ?? true };
      },
    );
    this.app.get<{ Params: { id: string } }>('/file/:bot/voice/:id', async (request, reply) => {
      const file = this.files.get(request.params.id);
      return file === undefined ? reply.code(404).send() : reply.type('application/octet-stream').send(file);
    });
    return this.app.listen({ port: 0, host: '127.0.0.1' });
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  of(method: string): readonly TelegramCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  texts(): string[] {
    return this.of('sendMessage').map((call) => String(call.payload.text));
  }

  /** Resolves once a method has been called so often; gives its calls. */
  async untilCalled(method: string, count: number): Promise<readonly TelegramCall[]> {
    if (this.of(method).length < count) await new Promise<void>((wake) => this.waiting.push({ method, count, wake }));
    return this.of(method);
  }

  private getFile(id: string, reply: FastifyReply) {
    const file = this.files.get(id);
    if (file === undefined)
      return reply.code(400).send({ ok: false, error_code: 400, description: 'Bad Request: wrong file_id' });
    return { ok: true, result: { file_id: id, file_unique_id: id, file_size: file.length, file_path: `voice/${id}` } };
  }

  private record(call: TelegramCall): void {
    this.calls.push(call);
    for (const one of this.waiting) if (this.of(one.method).length >= one.count) one.wake();
  }
}
