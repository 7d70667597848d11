import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../../core/problem.ts";

/** A problem document (RFC 9457), as answers and streams hold it. */
export const ProblemView = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), message: z.string() })).optional(),
});
