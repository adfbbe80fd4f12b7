import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One connection of Papote's with the one to the database behind it. */
interface Line {
  readonly near: Socket;
  readonly far: Socket;
  /** What was said while nothing got through. */
  readonly held: { readonly to: Socket; readonly bytes: Buffer }[];
}

/** Stands between Papote and PostgreSQL, and takes the database away as a crash or a broken network does. */
export class DatabaseProxy {
  private state: 'through' | 'gone' | 'silent' = 'through';
  private readonly lines = new Set<Line>();
  private readonly server = createServer((near) => this.open(near));
  private socket = '';

  /** @param database address with a unix socket, as `makeDatabase` gives it; gives the address to use instead */
  async start(database: string): Promise<string> {
    const url = new URL(database.replace(/^postgres:/, 'http:'));
    this.socket = `${url.searchParams.get('host')}/.s.PGSQL.5432`;
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    const { port } = this.server.address() as AddressInfo;
    return `postgres://${url.username}:${url.password}@127.0.0.1:${port}${url.pathname}`;
  }

  /** The database is gone: connections break, new ones too. */
  cut(): void {
    this.state = 'gone';
    for (const line of this.lines) hangUp(line);
  }

  /** The network swallows everything: no error, no answer. */
  silence(): void {
    this.state = 'silent';
  }

  /** The database is back; after a silence what was said in it arrives late. */
  restore(): void {
    this.state = 'through';
    for (const { held } of this.lines) for (const { to, bytes } of held.splice(0)) to.write(bytes);
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.server.close(closed));
  }

  private open(near: Socket): void {
    near.on('error', () => undefined);
    if (this.state === 'gone') {
      near.destroy();
      return;
    }
    const far = connect(this.socket);
    const line: Line = { near, far, held: [] };
    this.lines.add(line);
    far.on('error', () => near.destroy());
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        if (this.state === 'silent') line.held.push({ to, bytes });
        else to.write(bytes);
      });
      from.on('close', () => {
        // What was said before the end still arrives.
        if (this.state !== 'silent') to.destroy();
        if (near.destroyed && far.destroyed) this.lines.delete(line);
      });
    }
  }
}

function hangUp({ near, far }: Line): void {
  near.destroy();
  far.destroy();
}
