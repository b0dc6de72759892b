/** Asks a running service with fetch. The types in dunning.ts are made from its OpenAPI; a request that does not fit does not compile. */
import type { components } from "./dunning.js";

export type Schemas = components["schemas"];

/** The service refused: `problem` is its answer (RFC 9457), with all that is wrong in `problem.problems`. */
export class DunningError extends Error {
  constructor(readonly problem: Schemas["ProblemAnswer"]) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

const TRIES = 5;
const BUSY = 503;

export class Dunning {
  constructor(
    private readonly url = "http://127.0.0.1:8700",
    private readonly token?: string,
  ) {}

  /** Decide on one invoice or on a list. All or nothing: facts that do not fit are a `DunningError`. */
  evaluate(asked: Schemas["EvaluateRequest"]): Promise<Schemas["EvaluateAnswer"]> {
    return this.post("/v1/evaluate", asked);
  }

  /** Every future step of an invoice, with dates and amounts. */
  timeline(asked: Schemas["TimelineRequest"]): Promise<Schemas["TimelineAnswer"]> {
    return this.post("/v1/timeline", asked);
  }

  /** A busy service is asked again, since nothing happens twice by asking twice. */
  private async post<Answer>(path: string, asked: object): Promise<Answer> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (this.token !== undefined) headers["Authorization"] = `Bearer ${this.token}`;
    for (let left = TRIES - 1; ; left -= 1) {
      const answer = await fetch(this.url + path, {
        method: "POST",
        headers,
        body: JSON.stringify(asked),
        signal: AbortSignal.timeout(30_000),
      });
      if (answer.ok) return (await answer.json()) as Answer;
      if (answer.status !== BUSY || left === 0) {
        const told = answer.headers.get("Content-Type") === "application/problem+json";
        if (!told) throw new Error(`${answer.status} from something on the way`);
        throw new DunningError((await answer.json()) as Schemas["ProblemAnswer"]);
      }
      await answer.body?.cancel();
      await new Promise((wake) => setTimeout(wake, 1000 * Number(answer.headers.get("Retry-After") ?? 1)));
    }
  }
}
