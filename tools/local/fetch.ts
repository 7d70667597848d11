/** `npm run fetch`: what `npm start` and `npm test` need beside Node, if it is not on this machine. Who types it has agreed. */
import { cacheFolder } from "./fetch/cache.ts";
import { ensureEmulator } from "./fetch/ensure.ts";
import { locate } from "./fetch/missing.ts";

try {
  await ensureEmulator({ env: process.env, isAgreed: true, screen: process.stdout });
  if (process.env.FIRESTORE_EMULATOR_HOST) console.log("FIRESTORE_EMULATOR_HOST names an emulator: nothing is needed.");
  else {
    const { launcher, jar } = locate(process.env);
    console.log(
      `The Firestore emulator: ${jar}\nJava: ${launcher}\nTo remove what was fetched: rm -rf ${cacheFolder(process.env)}`,
    );
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
