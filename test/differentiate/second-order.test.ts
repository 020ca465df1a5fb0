/** The IR is closed: forward mode over every fixture's generated gradient, against differences of that gradient. */
import { describe, expect, test } from "vitest";
import { fixtureFiles } from "../fixtures/load.ts";
import { checkHessian } from "./forward-check.ts";
import { forwardFile } from "./forward-support.ts";

describe.each(["fixtures", "test/programs"])("%s", (folder) => {
  test.each(fixtureFiles(folder))(
    "second derivatives of %s",
    async (file) => {
      const { fixtures } = await forwardFile(file);
      for (const fixture of fixtures) {
        const { compared, failures } = checkHessian(fixture);
        expect(failures).toEqual([]);
        const { grad, sample, inputs } = fixture;
        const isSmooth = !(sample.kink || sample.nonSmooth || sample.float32);
        const moves = inputs.some((i) => !sample.integers?.includes(i));
        if (grad && isSmooth && moves)
          expect(compared, fixture.name).toBeGreaterThan(0);
      }
    },
    60_000,
  );
});
