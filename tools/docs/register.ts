import { z } from "zod";

/** Classes of data, as the register, the data-flow diagram and the record of processing name them. */
export const DATA_CLASSES = {
  account: "Name, address and role of a user, and sign-in data",
  brief: "What a client writes in briefs, sealed under the client's key",
  conversation: "What a user typed to the assistant and its answers, sealed under the client's key",
  outgoing: "Text after redaction: what a model provider receives",
  inspected: "Text after Belfry's own redaction: what a second opinion is shown, where the client chose one",
  receipt: "The exact bytes sent to a model, sealed, with their hash",
  audit: "Who did what and when; no content, personal data as salted hashes",
  technical: "Statuses, durations, counts, addresses at the load balancer",
} as const;
export type DataClass = keyof typeof DATA_CLASSES;

const dataClass = z.enum(Object.keys(DATA_CLASSES) as [DataClass, ...DataClass[]]);
const day = z.iso.date();
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const SubProcessor = z
  .strictObject({
    id,
    name: z.string().min(1),
    kind: z.enum(["hosting", "identity", "model", "inspection", "other"]),
    purpose: z.string().min(1),
    dataClasses: z.array(dataClass).min(1),
    location: z.string().min(1),
    outsideEea: z.boolean(),
    transferBasis: z.string().min(1).nullable(),
    hosts: z.array(z.hostname()),
    retention: z.string().min(1),
    optional: z.boolean(),
    since: day,
  })
  .refine((processor) => processor.outsideEea === (processor.transferBasis !== null), {
    error: "a transfer basis is named exactly where data leaves the EEA",
  });
export type SubProcessor = z.infer<typeof SubProcessor>;

const Change = z.strictObject({
  version: day,
  date: day,
  /** When clients were told: thirty days before a processor is added, so that they can object. */
  announced: day,
  summary: z.string().min(1),
  added: z.array(id),
  removed: z.array(id),
  changed: z.array(id),
});

/** The register of sub-processors. `version` is what a consent is pinned to. */
export const Register = z
  .strictObject({
    $schema: z.string(),
    version: day,
    subProcessors: z.array(SubProcessor).min(1),
    changes: z.array(Change).min(1),
  })
  .check((context) => {
    const { version, subProcessors, changes } = context.value;
    const fault = (message: string) => context.issues.push({ code: "custom", message, input: context.value });
    if (changes[0]?.version !== version) fault("the newest change stands first and carries the register's version");
    const replayed = new Set<string>();
    for (const change of [...changes].reverse()) {
      for (const added of change.added) replayed.add(added);
      for (const removed of change.removed) replayed.delete(removed);
    }
    const listed = subProcessors.map((processor) => processor.id).sort();
    if (JSON.stringify([...replayed].sort()) !== JSON.stringify(listed))
      fault("the change log, replayed, gives another list than subProcessors");
    for (const change of changes) {
      const noticeDays = (Date.parse(change.date) - Date.parse(change.announced)) / 86_400_000;
      if (noticeDays < 30)
        fault(`change ${change.version} was announced ${noticeDays} days before: clients have thirty`);
    }
  });
export type Register = z.infer<typeof Register>;
