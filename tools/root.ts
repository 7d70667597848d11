import { join, resolve } from "node:path";

/** The checkout's folder, absolute. Every tool, test and benchmark starts here, wherever it lies itself. */
export const ROOT = resolve(import.meta.dirname, "..");

/** Where the local stack keeps everything; another folder makes another, separate Belfry. */
export const LOCAL = resolve(process.env.BELFRY_LOCAL ?? join(ROOT, ".local"));
