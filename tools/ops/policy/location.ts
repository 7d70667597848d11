import { at, list, strings, text } from "./plan.ts";
import { each, ofType, type Policy } from "./policy.ts";

const REGION = "europe-west1";

/** Attributes by which a resource says where it is. */
const WHERE = ["location", "region", "location_id", "zone"] as const;

/** Names of places: a region, a zone, or a group of regions. */
const PLACE =
  /\b(?:us|europe|asia|northamerica|southamerica|australia|me|africa)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)\d+\b/g;
const LOCATION_SEGMENT = /locations\/([a-z0-9-]+)/g;

/** `locations/global` of these is part of a name that has no other form. */
const GLOBAL_NAMES = /\blocations\/global\b/;

export const locationPolicies: readonly Policy[] = [
  {
    name: "region",
    promises: ["KZ-13", "KB-01"],
    says: "Every resource is in europe-west1, or its type is on the list of exceptions with the reason",
    check: function* (plan, facts) {
      for (const resource of plan.resources) {
        const stated = WHERE.flatMap((attribute) => text(resource, attribute) ?? []);
        for (const place of stated) {
          if (place.toLowerCase() !== REGION) yield { address: resource.address, says: `is in ${place}` };
        }
        if (stated.length > 0) continue;
        if (WHERE.some((attribute) => at(resource.afterUnknown, attribute) === true)) {
          yield { address: resource.address, says: "its location is not known before it is applied" };
        } else if (facts.exceptions.exceptions[resource.type] === undefined) {
          yield {
            address: resource.address,
            says: `${resource.type} names no location and is not in terraform/residency-exceptions.json`,
          };
        }
      }
    },
  },
  {
    name: "region-in-values",
    promises: ["KZ-13"],
    says: "No value anywhere names another place: a destination, an image, a key",
    check: function* (plan) {
      for (const resource of plan.resources) {
        for (const [path, value] of strings(resource.after)) {
          const places = [...value.matchAll(PLACE)].map((match) => match[0]);
          const segments = GLOBAL_NAMES.test(value)
            ? ["global"]
            : [...value.matchAll(LOCATION_SEGMENT)].flatMap((match) => match[1] ?? []);
          const foreign = [...places, ...segments].find((place) => place !== REGION);
          if (foreign !== undefined) yield { address: resource.address, says: `${path} names ${foreign}` };
        }
      }
    },
  },
  {
    name: "secret-replicas",
    promises: ["KZ-13", "KB-01"],
    says: "A secret's payload has one replica, in europe-west1",
    check: each(["google_secret_manager_secret"], (secret) => {
      const replicas = list(at(secret.after, "replication.0.user_managed.0.replicas"));
      if (replicas.length !== 1) return "does not have exactly one replica of its own choosing";
      const place = at(replicas[0], "location");
      return place === REGION ? undefined : `has its replica in ${String(place)}`;
    }),
  },
  {
    name: "exceptions-in-use",
    promises: ["BF-12"],
    says: "The list of exceptions excuses nothing that does not exist: the residency page would claim what isn't so",
    check: function* (plan, facts) {
      const seen = new Set(plan.resources.map((resource) => resource.type));
      for (const type of Object.keys(facts.exceptions.exceptions)) {
        // Optional kinds appear only with the variables that ask for them.
        if (!seen.has(type) && !OPTIONAL.has(type))
          yield { address: type, says: "is excused from a location but is nowhere in the plan" };
      }
      const regional = ofType(plan, ...Object.keys(facts.exceptions.exceptions)).filter((resource) =>
        WHERE.some((attribute) => text(resource, attribute) !== undefined),
      );
      for (const resource of regional) {
        if (!GRANTS.has(resource.type))
          yield { address: resource.address, says: `names a location: ${resource.type} needs no exception` };
      }
    },
  },
];

/** Types that exist only for some variables, or in the bootstrap stack. */
const OPTIONAL = new Set([
  "google_billing_budget",
  "google_iam_deny_policy",
  "google_identity_platform_tenant_inbound_saml_config",
  "google_identity_platform_tenant_oauth_idp_config",
  "google_org_policy_policy",
  "google_project_iam_custom_role",
  "google_project_service_identity",
]);

/** Grants carry the location of what they are on. */
const GRANTS = new Set(["google_artifact_registry_repository_iam_member", "google_cloud_run_v2_service_iam_member"]);
