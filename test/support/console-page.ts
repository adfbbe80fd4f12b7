import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { PASSWORD } from './console-site.ts';
import { emailOf } from './handover-site.ts';
import { hasFocus } from './talk-page.ts';

const ARTIFACTS = fileURLToPath(new URL('../.artifacts/', import.meta.url));

export interface Seat {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly locale?: string;
  readonly javaScriptEnabled?: boolean;
}

/** Somebody of the network at a browser of their own, who works by roles and names as a person does. */
export class ConsolePage {
  readonly page: Page;
  readonly field: Locator;
  readonly thread: Locator;
  /** What the browser complained of: a script that the page may not run, a file that is not there. */
  readonly complaints: string[] = [];
  private readonly context: BrowserContext;
  private readonly address: string;

  private constructor(context: BrowserContext, page: Page, address: string) {
    this.context = context;
    this.page = page;
    this.address = address;
    this.field = page.getByLabel('Votre réponse');
    this.thread = page.getByRole('log');
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async open(browser: Browser, address: string, seat: Seat = {}): Promise<ConsolePage> {
    const context = await browser.newContext({ locale: 'fr-BE', viewport: { width: 1280, height: 800 }, ...seat });
    return new ConsolePage(context, await context.newPage(), address);
  }

  /** Opens the console and signs in there. */
  static async signedIn(browser: Browser, address: string, id: string, seat: Seat = {}): Promise<ConsolePage> {
    const one = await ConsolePage.open(browser, address, seat);
    await one.go('/console');
    await one.page.locator('input[type=email]').fill(emailOf(id));
    await one.page.locator('input[type=password]').fill(PASSWORD);
    await one.page.locator('input[type=password]').press('Enter');
    await one.page.locator('.views').waitFor();
    return one;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.address + path);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  bubble(words: string): Locator {
    return this.thread.getByRole('listitem').filter({ hasText: words });
  }

  /** Presses Tab until an element has the focus; fails when a whole round does not come by it. */
  async tabTo(wanted: Locator): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await this.page.keyboard.press('Tab');
      if (await hasFocus(wanted)) return;
    }
    throw new Error(`Tab does not come by ${wanted.toString()}`);
  }

  /** What axe finds on the page as it stands, without what it calls minor or moderate. */
  async seriousFindings(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate<axe.AxeResults>('axe.run()');
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${this.page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  /** A picture to look at, in `test/.artifacts/`. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: `${ARTIFACTS}console-${name}.png`, fullPage: true });
  }
}
