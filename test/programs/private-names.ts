/** A model whose numbers nobody outside sees: `#` fields, `private` ones, a parameter property, accessors. */
export class Neuron {
  #weights: Float64Array;
  private gain = 1.5;
  #calls = 0;
  readonly #name: string;
  protected readonly scale: number;

  constructor(weights: Float64Array, scale: number, name: string) {
    this.#weights = weights;
    this.scale = scale;
    this.#name = name;
  }

  get slope(): number {
    return this.gain * this.scale;
  }

  set slope(value: number) {
    this.gain = value / this.scale;
  }

  get title(): string {
    return this.#name;
  }

  #sum(x: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += this.#weights[i]! * x[i]!;
    return sum;
  }

  private squash(z: number): number {
    return 1 / (1 + Math.exp(-this.slope * z));
  }

  /** @differentiable */
  fire(x: Float64Array): number {
    return this.squash(this.#sum(x));
  }

  /** The gain after a step, as the setter leaves it. @differentiable */
  tuned(by: number): number {
    const { gain } = this;
    this.slope = this.slope * by;
    const tuned = this.gain;
    this.gain = gain;
    return tuned * tuned + gain;
  }

  count(): number {
    return ++this.#calls;
  }
}

/** All of it is private: types see a class without numbers, the derivative knows better. */
export class Secret {
  #a: number;
  #b = 2;

  constructor(a: number) {
    this.#a = a;
  }

  /** @differentiable */
  power(x: number): number {
    return (this.#a * x) ** this.#b;
  }

  /** A step: writes what is private. @differentiable */
  grow(by: number): void {
    this.#a *= by;
    this.#b += this.#a;
  }
}

/** A function of an object with private fields. @differentiable */
export function area(plate: Plate): number {
  return plate.area() * plate.thickness;
}

export class Plate {
  private readonly width: number;
  private readonly height: number;
  thickness: number;

  constructor(width: number, height: number, thickness: number) {
    this.width = width;
    this.height = height;
    this.thickness = thickness;
  }

  area(): number {
    return this.width * this.height;
  }
}
