import type { FieldError } from "../core/problem.ts";
import { isCountry, isCurrency } from "./catalogues.ts";
import type { BriefContent } from "./content.ts";

/** The last place on earth in which a day ends: UTC−12. */
const LAST_MIDNIGHT_MS = 12 * 3_600_000;

/** A date has passed when it has everywhere; a moment, when it has. */
function hasPassed(deadline: string, now: Date): boolean {
  if (deadline.includes("T")) return Date.parse(deadline) < now.getTime();
  return deadline < new Date(now.getTime() - LAST_MIDNIGHT_MS).toISOString().slice(0, 10);
}

/**
 * What a schema can't say of a brief: it needs the clock, the catalogues of codes, or two fields at once.
 * @param changed the fields that are being written; all when absent. What was true when it was written may stand.
 */
export function faultsOf(content: BriefContent, now: Date, changed?: ReadonlySet<string>): FieldError[] {
  const isNew = (field: string) => changed === undefined || changed.has(field);
  const { deadline, deliveries = [], budget, quantity } = content;
  const faults: FieldError[] = [];
  if (isNew("deadline") && deadline !== undefined && hasPassed(deadline, now))
    faults.push({ pointer: "/deadline", message: "has passed already" });
  if (isNew("budget") && budget !== undefined && !isCurrency(budget.currency))
    faults.push({ pointer: "/budget/currency", message: "is no currency of ISO 4217, such as EUR" });
  if (isNew("deliveries"))
    for (const [index, { country }] of deliveries.entries())
      if (!isCountry(country))
        faults.push({
          pointer: `/deliveries/${index}/country`,
          message: "is no country code of ISO 3166-1: two capital letters, such as BE",
        });
  const delivered = deliveries.reduce((sum, one) => sum + (one.quantity ?? 0), 0);
  if ((isNew("deliveries") || isNew("quantity")) && quantity !== undefined && delivered > quantity)
    faults.push({ pointer: "/deliveries", message: "add up to more than the quantity" });
  return faults;
}
