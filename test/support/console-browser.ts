import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Demo, launchBrowser, startDemo } from './browser.ts';
import { ConsolePage, type Seat } from './console-page.ts';
import { overflows } from './talk-page.ts';

/**
 * The console of a demo with these people, in a browser, for all tests of the `describe` in which it is made. Who sat down in a test
 * gets up after it, and must have had nothing to complain of.
 */
export class ConsoleBrowser {
  private running: { readonly demo: Demo; readonly browser: Browser } | undefined;
  private readonly seats: ConsolePage[] = [];

  constructor(people: Parameters<typeof startDemo>[0]) {
    beforeAll(async () => {
      const [demo, browser] = await Promise.all([startDemo(people), launchBrowser()]);
      this.running = { demo, browser };
    });
    afterAll(async () => {
      await this.running?.browser.close();
      await this.running?.demo.stop();
    });
    afterEach(async () => {
      for (const seat of this.seats.splice(0)) {
        await seat.close();
        expect(seat.complaints).toEqual([]);
      }
    });
  }

  get demo(): Demo {
    return this.started.demo;
  }

  async open(seat?: Seat): Promise<ConsolePage> {
    return this.seated(await ConsolePage.open(this.started.browser, this.demo.address, seat));
  }

  async signedIn(id: string, seat?: Seat): Promise<ConsolePage> {
    return this.seated(await ConsolePage.signedIn(this.started.browser, this.demo.address, id, seat));
  }

  /** Takes a picture of a page, which must be without serious findings and no wider than the window. */
  async look(one: ConsolePage, name: string): Promise<void> {
    await one.picture(name);
    expect(await one.seriousFindings()).toEqual([]);
    expect(await overflows(one.page.locator('html'))).toBe(false);
  }

  private get started(): { readonly demo: Demo; readonly browser: Browser } {
    if (this.running === undefined) throw new Error('the demo has not started yet');
    return this.running;
  }

  private seated(one: ConsolePage): ConsolePage {
    this.seats.push(one);
    return one;
  }
}
