/**
 * A signal of its own that is aborted with any of its sources, until it is
 * unlinked from them. In place of AbortSignal.any, which Node 18 lacks.
 */
export class Linked {
  private readonly controller = new AbortController();
  private readonly unlinked = new AbortController();
  readonly signal: AbortSignal = this.controller.signal;

  constructor(...sources: readonly AbortSignal[]) {
    for (const source of sources) {
      const abort = () => this.abort(source.reason);
      if (source.aborted) {
        abort();
      }
      source.addEventListener("abort", abort, { signal: this.unlinked.signal });
    }
  }

  abort(reason?: unknown): void {
    this.controller.abort(reason);
  }

  /** Leaves nothing of this behind at the sources. */
  unlink(): void {
    this.unlinked.abort();
  }
}
