import { VOCABULARIES } from "./capabilities.generated.ts";
import { type ActivityKind, type CollectionWords, RETENTION, type Role, type Vocabulary } from "./kinds.ts";

export { type ActivityKind, type CollectionWords, ERASURE, RETENTION, ROLES, type Role } from "./kinds.ts";

type All = typeof VOCABULARIES;
/** The names of capabilities that have a vocabulary. */
export type Capability = keyof All;
type Names<C extends Capability, Part extends "operations" | "system" | "permissions" | "collections"> = {
  [Name in C]: keyof All[Name][Part] & string;
}[C];

/** The operations of one capability, or of all. */
export type Operation<C extends Capability = Capability> = Names<C, "operations">;
export type Action = Operation | Names<Capability, "system">;
export type Permission = Names<Capability, "permissions">;
export type CollectionName = Names<Capability, "collections">;
export type ResourceType = { [C in Capability]: All[C]["resources"][number] }[Capability];
/** Words that the named fact may hold. */
export type Word<Fact extends string> = {
  [C in Capability]: All[C] extends { readonly words: { readonly [F in Fact]: readonly (infer W)[] } } ? W : never;
}[Capability];

type Collections = { [C in Capability]: All[C]["collections"] }[Capability];
/** Collections whose documents must carry `expireAt`. */
export type Expiring = {
  [Name in CollectionName]: Extract<Collections, Record<Name, CollectionWords>>[Name]["retention"] extends infer R
    ? R extends keyof typeof RETENTION
      ? (typeof RETENTION)[R]["expires"] extends true
        ? Name
        : never
      : never
    : never;
}[CollectionName];

const all: readonly (readonly [string, Vocabulary])[] = Object.entries(VOCABULARIES);
const merged = <V>(part: (vocabulary: Vocabulary) => Readonly<Record<string, V>>): Readonly<Record<string, V>> =>
  Object.fromEntries(all.flatMap(([, vocabulary]) => Object.entries(part(vocabulary))));

/** Every operation of the product, by its one name, with its OCSF activity. */
export const OPERATIONS = merged(({ operations }) => operations) as Readonly<Record<Operation, ActivityKind>>;
const ACTIONS: Readonly<Record<string, ActivityKind>> = { ...OPERATIONS, ...merged(({ system }) => system) };
const GRANTS = merged(({ permissions }) => permissions) as Readonly<Record<Permission, readonly Role[]>>;
export const PERMISSIONS = Object.keys(GRANTS) as readonly Permission[];
export const COLLECTIONS = merged(({ collections }) => collections) as Readonly<
  Record<CollectionName, CollectionWords>
>;
export const RESOURCE_TYPES = all.flatMap(([, { resources }]) => resources) as readonly ResourceType[];

export const isAction = (name: string): name is Action => Object.hasOwn(ACTIONS, name);
export const activityKind = (action: Action): ActivityKind => ACTIONS[action] ?? "read";
export const may = (role: Role, permission: Permission): boolean => GRANTS[permission].includes(role);
/** Whether documents of the collection carry `expireAt`, are hidden and deleted after it. */
export const expires = (name: CollectionName): boolean => RETENTION[COLLECTIONS[name].retention].expires;
/** The closed list of words of a fact, of all capabilities together. */
export const wordsOf = <Fact extends string>(fact: Fact): readonly Word<Fact>[] =>
  all.flatMap(([, { words }]) => (words?.[fact] ?? []) as readonly Word<Fact>[]);
