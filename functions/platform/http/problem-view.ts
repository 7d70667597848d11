import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../../core/problem.ts";

const FieldErrorView = z
  .strictObject({
    pointer: z
      .string()
      .describe(
        "Where: an RFC 6901 JSON Pointer into the body, or `query:name`, `header:name`, `path:name`, `consent:block`",
      ),
    message: z.string().describe("What is wrong with it, in words for a person"),
  })
  .meta({ id: "FieldError", description: "One fault of a request" });

/** A problem document (RFC 9457), as answers and streams hold it. */
export const ProblemView = z
  .strictObject({
    type: z
      .string()
      .regex(/^urn:belfry:problem:[a-z-]+$/)
      .describe("`urn:belfry:problem:` and the code"),
    title: z.string().describe("What the code means, in words for a person"),
    status: z.int().min(400).max(599).describe("The HTTP status; in a stream, what it would have been"),
    code: z
      .enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]])
      .describe("What to decide by: it never changes with the language, and it decides the status"),
    detail: z.string().describe("What to do next, in words for a person. Never quotes the request"),
    instance: z
      .string()
      .regex(/^urn:belfry:request:[\w-]+$/)
      .describe("`urn:belfry:request:` and the `X-Request-Id`: quote it when you ask for help"),
    errors: z
      .array(FieldErrorView)
      .describe("Each fault, where there are several or it has a place. Absent: the detail says all")
      .optional(),
  })
  .meta({ id: "Problem", description: "Why a request was refused or an answer is not whole (RFC 9457)" });
