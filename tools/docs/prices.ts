/**
 * Prices as parameters. Each is a list price in US dollars, without discounts, free tiers or tax, written down from the public
 * price lists and not checked by any machine: verify at `source` before promising anything. `readAt` says when.
 */
export interface Price {
  readonly unit: string;
  readonly usd: number;
  readonly source: string;
  readonly readAt: string;
}

const google = (page: string, unit: string, usd: number): Price => ({
  unit,
  usd,
  source: `cloud.google.com/${page}/pricing`,
  readAt: "2026-11 (verify)",
});

export const PRICES = {
  runCpu: google("run", "vCPU-second", 0.000024),
  runMemory: google("run", "GiB-second", 0.0000025),
  runRequest: google("run", "million requests", 0.4),
  firestoreRead: google("firestore", "100,000 reads", 0.06),
  firestoreWrite: google("firestore", "100,000 writes", 0.18),
  firestoreStorage: google("firestore", "GiB-month", 0.18),
  firestorePitr: google("firestore", "GiB-month of recovery data", 0.18),
  firestoreBackup: google("firestore", "GiB-month of backups", 0.03),
  kmsKey: google("kms", "HSM key version and month", 1),
  kmsOperation: google("kms", "10,000 HSM operations", 0.03),
  logs: google("stackdriver", "GiB of logs", 0.5),
  balancer: google("load-balancing", "hour of a forwarding rule", 0.025),
  balancerTraffic: google("load-balancing", "GiB through the load balancer", 0.008),
  armorPolicy: google("armor", "policy and month", 5),
  armorRule: google("armor", "rule and month", 1),
  armorRequest: google("armor", "million requests", 0.75),
  nat: google("nat", "hour of NAT, up to 32 instances in use", 0.044),
  firewall: google("firewall", "GiB through rules by host name", 0.018),
  secret: google("secret-manager", "secret version and month", 0.06),
  // Content inspection, from the second gigabyte of a month to the first terabyte.
  inspection: google("sensitive-data-protection", "GiB inspected", 3),
  inspectionEndpoint: google("vpc", "hour of a private endpoint", 0.01),
  modelInput: {
    unit: "million input tokens",
    usd: 0.275,
    source: "the provider's price list, with its surcharge for EU residency",
    readAt: "2026-11 (verify)",
  },
  modelOutput: {
    unit: "million output tokens",
    usd: 2.2,
    source: "the provider's price list, with its surcharge for EU residency",
    readAt: "2026-11 (verify)",
  },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
