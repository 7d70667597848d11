/** `node lint.ts DOCUMENT`: what Redocly, Spectral and OpenAPI's own schema find in it, as a JSON array of texts. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import spectralCore, { type RulesetDefinition } from "@stoplight/spectral-core";
import spectralRulesets from "@stoplight/spectral-rulesets";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const text = readFileSync(process.argv[2] ?? "", "utf8");

const redocly = await lintFromString({
  source: text,
  absoluteRef: "openapi.json",
  config: await createConfig({ extends: ["spec", "recommended-strict"] }),
});

const spectral = new spectralCore.Spectral();
spectral.setRuleset({
  // All of its rules, those too that are not recommended.
  extends: [[spectralRulesets.oas as RulesetDefinition, "all"]],
  rules: {
    // Wants an address and a page: they are the deployment's, and one document serves all deployments.
    "contact-properties": "off",
    // OpenAPI 3.1 has `identifier` in the place of `url`, and forbids both at once.
    "license-url": "off",
  },
});

// The OpenAPI Initiative's own, which Spectral brings along.
const bundled = createRequire(import.meta.url);
const official = (name: string) => bundled(`@stoplight/spectral-rulesets/dist/oas/schemas/oas/v3.1/${name}.json`);
const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
formats.default(ajv);
for (const name of ["dialect.schema", "meta.schema"]) ajv.addSchema(official(name));
// Its copy calls JSON Schema's own by another name.
const jsonSchema = {
  $id: "https://stoplight.io/json-schema/draft/2020-12",
  $ref: "https://json-schema.org/draft/2020-12/schema",
};
ajv.addSchema(jsonSchema);
const conforms = ajv.compile(official("index"));
conforms(JSON.parse(text));

console.log(
  JSON.stringify([
    ...(conforms.errors ?? []).map(({ instancePath, message }) => `schema ${instancePath} ${message}`),
    ...redocly.map(({ ruleId, message, location: [at] }) => `redocly ${ruleId} ${at?.pointer}: ${message}`),
    ...(await spectral.run(text)).map(({ code, message, path }) => `spectral ${code} ${path.join("/")}: ${message}`),
  ]),
);
