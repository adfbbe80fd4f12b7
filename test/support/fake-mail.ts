import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived: headers and body as sent. */
export interface Mail {
  readonly to: string;
  readonly raw: string;
  readonly subject: string;
}

/** A mail server on loopback that keeps what it is given. */
export class FakeMail {
  readonly received: Mail[] = [];
  /** How many of the next mails are not taken. */
  refusals = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      if (this.refusals === 0) return done();
      this.refusals -= 1;
      return done(new Error('not now'));
    },
    onData: (stream, session, done) => {
      void text(stream).then((raw) => {
        for (const { address } of session.envelope.rcptTo)
          this.received.push({ to: address, raw, subject: subjectOf(raw) });
        done();
        for (const go of this.waiting.splice(0)) go();
      });
    },
  });

  /** Gives the address for `SMTP_URL`. */
  async start(): Promise<string> {
    const listening = this.server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    return `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }

  async until(count: number): Promise<readonly Mail[]> {
    while (this.received.length < count) await new Promise<void>((resolve) => void this.waiting.push(resolve));
    return this.received;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => void this.server.close(() => resolve()));
  }
}

/** The words of the subject line, put together again from its folded, encoded pieces (RFC 5322, RFC 2047). */
function subjectOf(raw: string): string {
  const [, folded = ''] = /^Subject: ((?:.*\r?\n[ \t])*.*)/m.exec(raw) ?? [];
  return folded
    .replace(/\r?\n[ \t]+/g, ' ')
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, words: string) =>
      decodeURIComponent(words.replaceAll('_', ' ').replaceAll('=', '%')),
    )
    .trim();
}
