const PATIENCE_MS = 15_000;

/** Lets a page of this same server wait until an event it handed in has been answered. */
export class HandledEvents {
  private readonly waiting = new Map<string, () => void>();
  private readonly early = new Set<string>();

  /** Told of every event once its answer has been sent. */
  readonly announce = (event: string): void => {
    const wake = this.waiting.get(event);
    if (wake) {
      wake();
      return;
    }
    this.early.add(event);
    setTimeout(() => this.early.delete(event), PATIENCE_MS).unref();
  };

  /** Resolves when the event is handled, or when it takes unreasonably long. */
  wait(event: string): Promise<void> {
    if (this.early.delete(event)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.waiting.get(event)?.(), PATIENCE_MS);
      this.waiting.set(event, () => {
        clearTimeout(timer);
        this.waiting.delete(event);
        resolve();
      });
    });
  }
}
