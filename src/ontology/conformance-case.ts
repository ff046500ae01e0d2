/** One case of a public DTDL suite: models and what must come of them. Used by `conformance.ts`. */
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { InstanceCase } from './conformance-instances.ts';
import { type Judgement, judgeModels } from './language/language.ts';

/** A case as the suite states it. */
export interface Case {
  readonly valid: boolean;
  readonly options?: readonly string[];
  /** Models, or lists of them. */
  readonly input: readonly Json[];
  readonly maxDtdlVersion?: number;
  /** Limit contexts that may be used; none where absent. */
  readonly acceptableLimits?: readonly string[];
  /** Models that can be fetched when they are referred to. */
  readonly resolution?: readonly {
    readonly request: readonly string[];
    readonly response: readonly Json[] | null;
  }[];
  readonly instances?: readonly InstanceCase[];
  readonly expect?: { readonly parsingErrors?: readonly { readonly ValidationID: string }[] };
}

/** Judges the models of a case, with what it can fetch of what they refer to. */
export function judgeCase({
  input,
  options = [],
  resolution = [],
  maxDtdlVersion,
  acceptableLimits = [],
}: Case): Judgement {
  const undefinedAllowed = undefinedIn(options);
  const documents = input.flat() as JsonObject[];
  const fetched = new Set<unknown>();
  for (;;) {
    const judgement = judgeModels(documents, {
      undefinedAllowed,
      maxVersion: maxDtdlVersion,
      acceptableLimits,
    });
    const more = resolution.filter(
      ({ request, response }) =>
        !fetched.has(response) && request.some((id) => judgement.missing.has(id)),
    );
    if (more.length === 0) return judgement;
    for (const { response } of more) {
      fetched.add(response);
      documents.push(...((response ?? []).flat().filter(isJsonObject) as JsonObject[]));
    }
  }
}

function undefinedIn(options: readonly string[]): boolean | undefined {
  if (options.includes('AllowUndefinedExtensions')) return true;
  return options.includes('DisallowUndefinedExtensions') ? false : undefined;
}

/** The rules that a case expects to be broken; empty when it names none. */
export function expectedRules({ expect }: Case): ReadonlySet<string> {
  const errors = expect?.parsingErrors ?? [];
  return new Set(errors.map(({ ValidationID: id }) => id.slice(id.lastIndexOf(':') + 1)));
}
