/** A hostile provider as a process of its own: what it spends is not the function's, nor the one's who measures. */
import { startModel } from "../../tools/local/stand-ins/model.ts";

const { url, baseUrl } = await startModel({ tokenDelayMs: 0 });
process.send?.({ url, baseUrl });
process.once("disconnect", () => process.exit());
