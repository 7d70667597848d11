/** `npm run bench` runs the main ones; `npm run bench -- <name>` runs `bench/<name>.ts`. */
const MAIN = ["turn", "imports", "memory", "storage"];
const [only] = process.argv.slice(2);
for (const name of only === undefined ? MAIN : [only]) {
  if (!/^[a-z-]+$/.test(name)) throw new Error("a benchmark's name is its file's, without .ts");
  const { run } = await import(`./${name}.ts`);
  await run();
}
// The vendors' clients keep handles open that nobody waits for.
process.exit(0);
