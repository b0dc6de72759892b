/** What to do with one invoice: `node main.js REQUEST.json`. DUNNING_URL says where the service is, DUNNING_TOKEN which token it wants. */
import { readFile } from "node:fs/promises";
import { Dunning, DunningError } from "./client.js";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("node main.js REQUEST.json");
const service = new Dunning(process.env["DUNNING_URL"], process.env["DUNNING_TOKEN"]);
try {
  const { decisions } = await service.evaluate(JSON.parse(await readFile(file, "utf-8")));
  for (const decision of decisions) {
    const actions = decision.actions.map((action) => `${action.action} ${action.amount_to_pay}`);
    console.log([decision.invoice, decision.stage, ...actions].join("  "));
  }
} catch (error) {
  if (!(error instanceof DunningError)) throw error;
  for (const problem of error.problem.problems) console.error(problem.code, problem.message);
  process.exitCode = 1;
}
