import { PASSWORD } from './console-site.ts';
import { emailOf } from './handover-site.ts';

/** Somebody of the network at a browser without JavaScript, who reaches the console of another process by its address. */
export class ConsoleCaller {
  private readonly cookies = new Map<string, string>();
  private csrf = '';
  private address: string;

  private constructor(address: string) {
    this.address = address;
  }

  static async signIn(address: string, id: string): Promise<ConsoleCaller> {
    const caller = new ConsoleCaller(address);
    await caller.get('/console/sign-in');
    const { status } = await caller.post('/console/sign-in', { email: emailOf(id), password: PASSWORD });
    if (status !== 303) throw new Error(`${id} cannot sign in: ${status}`);
    await caller.get('/console');
    return caller;
  }

  /** The same browser, still open, once the server listens elsewhere. */
  movesTo(address: string): void {
    this.address = address;
  }

  /** Gives the page, and keeps the proof of its forms. */
  async get(path: string): Promise<string> {
    const html = await (await this.call(path, {})).text();
    this.csrf = /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? this.csrf;
    return html;
  }

  async post(path: string, fields: Readonly<Record<string, string>> = {}): Promise<{ status: number; html: string }> {
    const body = new URLSearchParams({ csrf: this.csrf, ...fields });
    const answer = await this.call(path, { method: 'POST', body });
    return { status: answer.status, html: await answer.text() };
  }

  private async call(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.address + path, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return answer;
  }
}
