import Fastify, { type FastifyInstance } from 'fastify';

/** Where a call that is held stops: before the provider has it, or after, with its answer on the way. */
type Hold = 'request' | 'answer';

/** Stands between Papote and a fake provider, and can hold calls as a slow or broken network does. */
export class Gate {
  private hold: { readonly at: Hold; readonly path: RegExp } | undefined;
  private held: (() => void)[] = [];
  private readonly waiting: { count: number; wake: () => void }[] = [];
  private readonly app: FastifyInstance = Fastify({ forceCloseConnections: true });

  /** @param provider where calls are passed on to; gives the address to call instead */
  start(provider: string): Promise<string> {
    this.app.removeAllContentTypeParsers();
    this.app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    this.app.route({
      method: ['GET', 'POST'],
      url: '/*',
      handler: async ({ method, url, headers, body, raw }, reply) => {
        const hold = method === 'POST' && this.hold?.path.test(url) ? this.hold.at : undefined;
        if (hold === 'request') await this.untilLetGo();
        // Who called is gone: the call never reaches the provider.
        if (raw.socket.destroyed) return reply.hijack();
        const answer = await fetch(provider + url, {
          method,
          headers: { 'content-type': headers['content-type'] ?? 'text/plain' },
          ...(method === 'POST' && { body: String(body ?? '') }),
        });
        const text = await answer.text();
        if (hold === 'answer') await this.untilLetGo();
        return reply
          .code(answer.status)
          .type(answer.headers.get('content-type') ?? 'text/plain')
          .send(text);
      },
    });
    return this.app.listen({ port: 0, host: '127.0.0.1' });
  }

  /** From now on holds every POST to such a path. */
  close(at: Hold, path: RegExp): void {
    this.hold = { at, path };
  }

  /** Lets go what is held, and holds no more. */
  open(): void {
    this.hold = undefined;
    for (const letGo of this.held.splice(0)) letGo();
  }

  /** Resolves once so many calls are held. */
  async untilHeld(count: number): Promise<void> {
    if (this.held.length < count) await new Promise<void>((wake) => this.waiting.push({ count, wake }));
  }

  async stop(): Promise<void> {
    this.open();
    await this.app.close();
  }

  private untilLetGo(): Promise<void> {
    const letGo = new Promise<void>((resolve) => this.held.push(resolve));
    for (const { count, wake } of this.waiting) if (this.held.length >= count) wake();
    return letGo;
  }
}
