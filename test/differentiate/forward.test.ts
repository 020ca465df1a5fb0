/** Forward mode of every fixture: against the gradient, and against differences. */
import { describe, expect, test } from "vitest";
import { fixtureFiles } from "../fixtures/load.ts";
import { checkPairing, checkTangent } from "./forward-check.ts";
import { forwardFile } from "./forward-support.ts";

/** What reverse mode refuses has no derivative at all here. */
const refused = "no reverse derivative";

describe.each(["fixtures", "test/programs"])("%s", (folder) => {
  test.each(fixtureFiles(folder))(
    "tangents of %s",
    async (file) => {
      const { fixtures, invalid } = await forwardFile(file);
      expect(invalid).toEqual([]);
      let compared = 0;
      for (const fixture of fixtures) {
        expect(
          fixture.missing.filter((why) => why !== refused),
          fixture.name,
        ).toEqual([]);
        for (const check of [checkTangent, checkPairing]) {
          const outcome = check(fixture);
          expect(outcome.failures).toEqual([]);
          compared += outcome.compared;
        }
      }
      if (fixtures.some((fixture) => fixture.jvp))
        expect(compared).toBeGreaterThan(0);
    },
    60_000,
  );
});
