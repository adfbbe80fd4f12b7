import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
/** A page must still work there (WCAG 1.4.10), and so it does enlarged four times on a desktop. */
export const SMALLEST = { width: 320, height: 480 };
/** Where pictures to look at are left. */
export const ARTIFACTS = fileURLToPath(new URL('../.artifacts/', import.meta.url));

/** The page on which one writes as a parent, worked as a person does: by roles and names, not by its insides. */
export class TalkPage {
  readonly page: Page;
  readonly field: Locator;
  readonly thread: Locator;
  /** Bubbles of Papote and of the parent. */
  readonly theirs: Locator;
  readonly mine: Locator;
  readonly costs: Locator;

  private constructor(page: Page) {
    this.page = page;
    this.field = page.getByRole('textbox', { name: 'Votre message' });
    this.thread = page.getByRole('log', { name: 'Conversation' });
    this.theirs = this.thread.locator('.bubble.theirs');
    this.mine = this.thread.locator('.bubble.mine');
    this.costs = this.thread.locator('.cost');
  }

  static async open(browser: Browser, address: string, viewport = PHONE): Promise<TalkPage> {
    const page = await browser.newPage({ viewport });
    await page.goto(`${address}/talk`);
    return new TalkPage(page);
  }

  close(): Promise<void> {
    return this.page.close();
  }

  channel(name: 'SMS' | 'WhatsApp' | 'Telegram'): Locator {
    return this.page.getByRole('radio', { name });
  }

  /** Does something that Papote answers; gives the answer's bubble. */
  async answered(action: () => Promise<void>): Promise<Locator> {
    const answer = this.theirs.nth(await this.theirs.count());
    await action();
    await answer.waitFor();
    return answer;
  }

  write(words: string): Promise<Locator> {
    return this.answered(async () => {
      await this.field.fill(words);
      await this.page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    });
  }

  press(label: string): Promise<Locator> {
    return this.answered(() => this.page.getByRole('button', { name: label, exact: true }).click());
  }

  /** Presses Tab until an element has the focus; fails when a whole round does not come by it. */
  async tabTo(wanted: Locator): Promise<void> {
    for (let presses = 0; presses < 20; presses += 1) {
      await this.page.keyboard.press('Tab');
      if (await hasFocus(wanted)) return;
    }
    throw new Error(`Tab does not come by ${wanted.toString()}`);
  }

  /** A picture to look at, in `test/.artifacts/`. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: `${ARTIFACTS}${name}.png` });
  }
}

// What follows runs in the page. The project is compiled without a browser's types, so all begins at the element.

export function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((one) => one === one.ownerDocument.activeElement);
}

export function directionOf(element: Locator): Promise<string> {
  return element.evaluate((one) => one.ownerDocument.defaultView.getComputedStyle(one).direction);
}

/** How far from the left some words of an element stand on the screen, in the order given. */
export function leftOf(element: Locator, words: readonly string[]): Promise<number[]> {
  return element.evaluate(
    (one, wanted) =>
      wanted.map((word) => {
        const texts = one.ownerDocument.createTreeWalker(one, 4);
        while (texts.nextNode()) {
          const start = texts.currentNode.data.indexOf(word);
          if (start < 0) continue;
          const range = one.ownerDocument.createRange();
          range.setStart(texts.currentNode, start);
          range.setEnd(texts.currentNode, start + word.length);
          return range.getBoundingClientRect().left;
        }
        throw new Error(`${word} is not there`);
      }),
    words,
  );
}

/** Is anything in it too wide for it? */
export function overflows(element: Locator): Promise<boolean> {
  return element.evaluate((one) => one.scrollWidth > one.clientWidth);
}
