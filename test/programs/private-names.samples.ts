import type { Samples } from "../../fixtures/sample.ts";
import { Neuron, Plate, Secret } from "./private-names.ts";

const neuron = new Neuron(Float64Array.of(0.4, -0.3), 1.25, "n");

export const samples: Samples = {
  "Neuron.fire": { args: [[neuron, Float64Array.of(1, 2)]] },
  "Neuron.tuned": { args: [[neuron, 1.3]] },
  "Secret.power": { args: [[new Secret(1.5), 2]] },
  "Secret.grow": { args: [[new Secret(1.5), 2]] },
  area: { args: [[new Plate(2, 3, 0.5)]] },
};
