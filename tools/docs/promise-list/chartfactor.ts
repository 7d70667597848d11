/** ChartFactor's Studio Assistant: transparency, by part. */
export const CHARTFACTOR = {
  "CF-01": {
    says: "If structure is sent at all, it is schema metadata (names and types). Off by default; a workspace may allow it.",
    parts: {
      "off-by-default": "no structure is sent unless the workspace allows it",
      allowed: "a workspace may allow it",
      "no-values": "values can't be typed into that class of egress",
    },
  },
  "CF-02": {
    says: "If numbers are sent at all, they are aggregates that reveal no person or transaction (minimum group size). Off by default.",
    parts: {
      "off-by-default": "no number is sent unless the workspace allows it",
      aggregates: "what is sent is an aggregate",
      "small-groups": "groups below the threshold never leave",
    },
  },
  "CF-03": {
    says: "Everything to the model goes over HTTPS.",
    parts: {
      connection: "the adapter refuses a plain-HTTP endpoint outside local mode",
      configuration: "a model can't be configured as plain HTTP",
      network: "the firewall lets out nothing but HTTPS",
    },
  },
  "CF-04": {
    says: 'A user can inspect the data flow: the browser\'s Network tab filtered by "assistant" shows it.',
    parts: {
      path: "chat is answered by one function, whose path has `assistant` in it",
      receipt: "the answer's stream names the receipt",
    },
  },
  "CF-05": {
    says: "Data-flow documentation is current, with diagrams.",
    parts: {
      current: "the page of the data flow is what the configuration says today: a drift fails the build",
      diagrams: "its diagram has every function and model host, and follows the configuration",
    },
  },
} as const;
