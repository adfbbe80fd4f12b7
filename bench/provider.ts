import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that answers what is posted to it with JSON. */
export class JsonServer {
  private readonly server: Server;

  constructor(answer: (path: string, body: string) => { readonly status: number; readonly json: string }) {
    this.server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (piece: string) => {
        body += piece;
      });
      request.on('end', () => {
        const { status, json } = answer(request.url ?? '', body);
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(json);
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

/** A provider that takes every message at once, and knows when the reply to each number came. */
export class Provider extends JsonServer {
  private readonly waiting = new Map<string, (at: number) => void>();

  constructor() {
    super((_path, body) => {
      this.taken(new URLSearchParams(body).get('To') ?? '');
      return { status: 201, json: '{"sid":"SM00000000000000000000000000000000","status":"queued"}' };
    });
  }

  /** Resolves with the time at which the first message to this number was taken. */
  replyTo(number: string): Promise<number> {
    return new Promise((resolve) => this.waiting.set(number, resolve));
  }

  private taken(number: string): void {
    this.waiting.get(number)?.(performance.now());
    this.waiting.delete(number);
  }
}
