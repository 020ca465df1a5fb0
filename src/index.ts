/** The names that users import from `adjoint`. */
export {
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  valueAndGrad,
  vjp,
} from "./intrinsics.ts";
export {
  checkpoint,
  defineRule,
  differentiable,
  stopGradient,
} from "./marks.ts";
export type { Partials } from "./marks.ts";
export type { Registered } from "./registered.ts";
export type {
  Chosen,
  Cotangent,
  Fixed,
  Gradient,
  Gradients,
  Hessian,
  ArgumentsOf,
  Jacobian,
  MethodCotangent,
  MethodGradients,
  MethodsOf,
  MethodTangents,
  MethodValue,
  Tangents,
  Value,
  Wrt,
} from "./types.ts";
