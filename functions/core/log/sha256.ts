import { createHash } from "node:crypto";
import { type TreeHasher, treeHasher } from "./hash.ts";

/** The tree's hash rules over Node's own SHA-256. The only file of this folder that needs Node. */
export const SHA256_TREE: TreeHasher = treeHasher((data) => createHash("sha256").update(data).digest());
