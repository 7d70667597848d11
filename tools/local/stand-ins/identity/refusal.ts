/** A refusal as Identity Toolkit gives it; `message` is its machine-readable reason. */
export class ToolkitRefusal extends Error {
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}
