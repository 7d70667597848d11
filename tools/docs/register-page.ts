import { z } from "zod";
import { markdown, type Page, table } from "./page.ts";
import { Register } from "./register.ts";

export const registerSchema: Page = {
  path: "functions/privacy/sub-processors.schema.json",
  write: () => `${JSON.stringify(z.toJSONSchema(Register), null, 2)}\n`,
};

export const registerPage: Page = {
  path: "docs/sub-processors.md",
  write: ({ facts: { register } }) =>
    markdown(
      "Sub-processors",
      `Version **${register.version}**. A client's consent to the assistant is pinned to this version: any change suspends it until it is accepted again. Changes are announced at least thirty days before. The data: \`functions/privacy/sub-processors.json\`.`,
      table(
        ["Who", "For", "Classes of data", "Where", "Keeps", "Since"],
        register.subProcessors.map((processor) => [
          `${processor.name}${processor.optional ? " (optional)" : ""}`,
          processor.purpose,
          processor.dataClasses.join(", "),
          `${processor.location}${processor.transferBasis === null ? "" : `. Basis: ${processor.transferBasis}`}`,
          processor.retention,
          processor.since,
        ]),
      ),
      "A model host that is not in this list can't be configured: Terraform refuses it, and the firewall has no rule for it. A client's own model is not a sub-processor of ours.",
      "## Changes",
      table(
        ["Version", "In force", "Announced", "What"],
        register.changes.map(({ version, date, announced, summary }) => [version, date, announced, summary]),
      ),
    ),
};
