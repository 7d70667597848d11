import { megabytes } from "./download.ts";

/** Where it is shown: a terminal draws over the same line, anything else gets a line for each tenth. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;

/** Shows how far `what` has come; give it the number of bytes that are there. */
export function progress(what: string, size: number, screen: Screen): (bytes: number) => void {
  let shown = -1;
  return (bytes) => {
    const percent = Math.floor((bytes / size) * 100);
    const step = screen.isTTY ? percent : percent - (percent % 10);
    if (step === shown) return;
    shown = step;
    if (!screen.isTTY) {
      screen.write(`  ${what}: ${step} % of ${megabytes(size)}\n`);
      return;
    }
    const full = Math.round((percent / 100) * WIDTH);
    const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
    screen.write(
      `\r  ${what} ${bar} ${String(percent).padStart(3)} % of ${megabytes(size)}${percent === 100 ? "\n" : ""}`,
    );
  };
}
