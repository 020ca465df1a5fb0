export * from "./rosenbrock.js";
