/** A stack machine: opcodes in a list, operands on a stack. @differentiable */
export function stackMachine(
  program: Int32Array,
  constants: number[],
  x: number,
): number {
  const stack: number[] = [];
  let constant = 0;
  for (let pc = 0; pc < program.length; pc++) {
    switch (program[pc]) {
      case 0:
        stack.push(x);
        break;
      case 1:
        stack.push(constants[constant++]!);
        break;
      case 2: {
        const b = stack.pop()!;
        const a = stack.pop()!;
        stack.push(a + b);
        break;
      }
      case 3: {
        const b = stack.pop()!;
        stack[stack.length - 1]! *= b;
        break;
      }
      case 4:
        stack.push(Math.sin(stack.pop()!));
        break;
      case 5:
        stack.push(stack[stack.length - 1]!);
      // falls through
      case 6: {
        const b = stack.pop()!;
        const a = stack.pop()!;
        stack.push(b, a);
        break;
      }
      default:
        return stack[0]! / stack.length;
    }
  }
  return stack.pop()!;
}

/** A register machine with jumps: the program counter depends on the data. @differentiable */
export function registerMachine(x: number, y: number): number {
  const r = new Float64Array(4);
  r[0] = x;
  r[1] = y;
  let pc = 0;
  for (;;) {
    switch (pc) {
      case 0:
        r[2] = r[0]! * r[1]!;
      // falls through
      case 1:
        r[3]! += r[2]!;
        pc = r[3]! > 5 ? 4 : 2;
        continue;
      case 2:
        r[2] = Math.sin(r[2]!) + r[0]!;
        pc++;
        break;
      case 3:
        r[0]! *= 1.1;
        pc = 1;
        break;
      default:
        return r[3]! * r[2]!;
    }
  }
}

/** A state machine over letters; strings decide, and one case handles many. @differentiable */
export function tokens(text: string, x: number): number {
  let state = "start";
  let acc = 1;
  let held = 0;
  for (const c of text) {
    switch (state) {
      case "start":
      case "again":
        held = x;
        switch (c) {
          case "+":
            acc += held;
            break;
          case "*":
            state = "product";
            continue;
          case "s":
            acc = Math.sin(acc);
          default:
            acc *= 0.9;
        }
        state = "again";
        break;
      case "product":
        acc *= held;
        if (c === "!") {
          state = "end";
          break;
        }
        held *= acc;
        state = c === "." ? "start" : "product";
        break;
      case "end":
        return acc * held;
    }
    acc += 0.01 * held;
  }
  return acc;
}

/** Every case falls into the next, each with its own weight; the default stands first. @differentiable */
export function cascade(level: number, w: number[]): number {
  let sum = w[0]!;
  switch (level) {
    default:
      sum *= 10;
    case 5:
      sum += w[1]! * sum;
    case 4: {
      const t = sum * sum;
      sum = t + w[2]!;
    }
    case 3:
      if (sum > 4) break;
      sum *= w[0]!;
    case 2:
    case 1:
      sum -= w[1]! * w[2]!;
      break;
    case 0:
  }
  return sum * w[2]!;
}

/** `switch (true)`: conditions as cases, evaluated in order. @differentiable */
export function graded(x: number, y: number): number {
  let z = y;
  switch (true) {
    case x < 0:
      z = x * y;
      break;
    case x < y:
      z *= x * x;
    case x < 2 * y:
      z += x;
      break;
    default:
      z = Math.log(x) * y;
  }
  return z * z;
}

/** A switch whose subject changes an active value. @differentiable */
export function subjectWithEffect(xs: number[]): number {
  let i = 0;
  let y = 1;
  while (i < xs.length) {
    switch (((y *= xs[i]!), i++ % 3)) {
      case 0:
        y += 1;
        break;
      case 1:
        y = y > 2 ? y / 2 : y * 2;
        continue;
      case 2:
        y -= xs[0]!;
    }
    y *= 1.5;
  }
  return y;
}
