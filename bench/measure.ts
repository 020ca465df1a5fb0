/**
 * Times of functions that do the same work in different ways. What is compared is run in turns, so that a
 * machine that slows down slows all alike; the median of the rounds stands for each. What a call returns goes
 * to a sink, and a time that no machine could reach is an error: then the work was optimised away.
 */

export interface Contender {
  readonly name: string;
  /** One call, different from the last; it returns a number that depends on all of its work. */
  run(call: number): number;
}

export interface Timing {
  readonly name: string;
  /** Median time of a call, in microseconds. */
  readonly median: number;
  /** Half the distance between the quartiles, relative to the median. */
  readonly spread: number;
}

export interface MeasureOptions {
  readonly rounds: number;
  /** How long one round of one contender takes at least, in milliseconds. */
  readonly roundTime: number;
  /** Floating-point operations that a call can't do without. */
  readonly leastOperations: number;
}

/** No core does more of them in a nanosecond, vectors and all. */
const operationsPerNanosecond = 64;

let sink = 0;

export function measure(
  contenders: readonly Contender[],
  { rounds, roundTime, leastOperations }: MeasureOptions,
): readonly Timing[] {
  const calls = contenders.map((each) => callsFor(each, roundTime));
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      // The order changes, so that nobody always follows the same neighbour.
      const at = (turn + round) % contenders.length;
      times[at]!.push(timeOf(contenders[at]!, calls[at]!) / calls[at]!);
    }
  }
  return contenders.map(({ name }, at) => {
    const sorted = times[at]!.sort((a, b) => a - b);
    const median = quantile(sorted, 0.5);
    if (median * 1000 < leastOperations / operationsPerNanosecond) {
      throw new Error(
        `${name}: ${median} µs is too fast to be true, its work was removed`,
      );
    }
    const between = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    return { name, median, spread: between / 2 / median };
  });
}

/** Doubles the number of calls until a round is long enough; this warms the engine up too. */
function callsFor(contender: Contender, roundTime: number): number {
  let calls = 1;
  for (;;) {
    const time = timeOf(contender, calls) / 1000;
    if (time >= roundTime) return calls;
    calls = Math.ceil(calls * Math.min(10, (1.2 * roundTime) / time + 1));
  }
}

/** Microseconds for so many calls. */
function timeOf(contender: Contender, calls: number): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) sink += contender.run(call);
  const time = Number(process.hrtime.bigint() - start) / 1000;
  if (Number.isNaN(sink)) throw new Error(`${contender.name} returned NaN`);
  return time;
}

function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
}
