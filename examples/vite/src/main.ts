import { at, lossValueAndGrad } from "./curve";
import type { Wave } from "./curve";

const xs = Array.from({ length: 80 }, (_, i) => i / 8);
const truth: Wave = { amplitude: 1.2, frequency: 1.3, phase: 0.5 };
const ys = xs.map((x) => at(truth, x));

const wave: Wave = { amplitude: 0.8, frequency: 1.2, phase: 0.8 };
for (let step = 0; step < 5000; step++) {
  const [dwave] = lossValueAndGrad(wave, xs, ys).grad;
  wave.amplitude -= 0.1 * dwave.amplitude;
  wave.frequency -= 0.01 * dwave.frequency;
  wave.phase -= 0.1 * dwave.phase;
}

const element = (id: string): Element => document.getElementById(id)!;
const line = xs.map((x) => `${x} ${-at(wave, x)}`).join(" L ");
element("curve").setAttribute("d", `M ${line}`);
element("points").innerHTML = xs
  .map((x, i) => `<circle cx="${x}" cy="${-ys[i]}" r="0.05" />`)
  .join("");
element("found").textContent = Object.values(wave)
  .map((value: number) => value.toFixed(4))
  .join(" ");
