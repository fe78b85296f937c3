/** Lets a consumer handle so many; undefined: any number. */
export class Credit {
  private wake: () => void = () => {};
  private failure: Error | undefined;

  constructor(
    private left: number | undefined,
    private readonly stop: AbortSignal,
  ) {
    stop.addEventListener("abort", () => this.wake());
  }

  /** Waits for credit; throws what `fail` gave, or when `stop` is aborted. */
  async take(): Promise<void> {
    while (!this.failure && !this.stop.aborted && this.left === 0) {
      await new Promise<void>((wake) => (this.wake = wake));
    }
    this.stop.throwIfAborted();
    if (this.failure) {
      throw this.failure;
    }
    if (this.left !== undefined) {
      this.left -= 1;
    }
  }

  give(count: number): void {
    this.left = (this.left ?? 0) + count;
    this.wake();
  }

  fail(failure: Error): void {
    this.failure = failure;
    this.wake();
  }
}
